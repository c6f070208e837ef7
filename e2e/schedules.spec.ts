import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { importWorkflow, publish } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

test("a schedule shows its next five times while it is typed, starts runs by itself, and is paused from the list", async ({
  page,
}) => {
  const name = `Nightly ${Date.now()}`;
  await importWorkflow(page, {
    name,
    nodes: [
      { id: "n_clock", key: "clock", type: "trigger.schedule", config: { every: "2s", missed: "once" } },
      { id: "n_set", key: "set", type: "data.set", config: { fields: [{ name: "done", value: true }] } },
    ],
    edges: ["n_clock > n_set"],
  });

  await page.locator(".react-flow__node").filter({ hasText: "Schedule" }).first().click();
  const pattern = page.getByRole("textbox", { name: "Or at set times" });
  const times = page.getByRole("list", { name: "Next times" });
  await pattern.fill("0 9 * * 1-5");
  await expect(times.getByRole("listitem")).toHaveCount(5);
  await expect(times.getByRole("listitem").first()).toContainText("09:00");
  await pattern.fill("0 9 31 2 *");
  await expect(times).toHaveCount(0);
  await expect(page.getByText("That day never comes").first()).toBeVisible();
  await pattern.fill("");

  await publish(page);
  await page.goto("/schedules");
  const row = page.getByRole("list", { name: "Schedules" }).getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("Every 2 s");
  await expect(row).toContainText("On time");
  // It has started by itself.
  await expect(row).toContainText(/Last/, { timeout: 20_000 });
  await expectAccessible(page);

  await row.getByRole("button", { name: `Pause ${name}` }).click();
  await expect(row).toContainText("Starts nothing");
  await row.getByRole("link", { name: "just now" }).click();
  await expect(page.getByText("Schedule", { exact: true }).first()).toBeVisible();
});

test("the workspace's time zone is changed in the settings, and refused where it is none", async ({ page }) => {
  await page.goto("/settings/workspace");
  const zone = page.getByRole("combobox", { name: "Time zone" });
  const save = page.getByRole("region", { name: "Workspace" }).getByRole("button", { name: "Save" });
  await expect(save).toBeDisabled();
  await zone.fill("Mars/Olympus");
  await save.click();
  await expect(page.getByText("This is not a time zone").first()).toBeVisible();
  await zone.fill("Africa/Abidjan");
  await save.click();
  await expect(page.getByText("The workspace is changed")).toBeVisible();
  await expect(save).toBeDisabled();
  await expectAccessible(page);
  await page.reload();
  await expect(zone).toHaveValue("Africa/Abidjan");
  await zone.fill("UTC");
  await save.click();
  await expect(save).toBeDisabled();
});
