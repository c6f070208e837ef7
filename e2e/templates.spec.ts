import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

test("a template becomes a workflow with its knowledge, and runs offline at once", async ({ page }) => {
  await page.goto("/templates");
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Ticket triage/ }).click();
  const dialog = page.getByRole("dialog", { name: "Ticket triage" });
  await expect(dialog).toContainText("Help centre (sample)");
  await expectAccessible(page);
  const name = `Triage ${Date.now()}`;
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Make the workflow" }).click();

  await expect(page.locator(".react-flow__node").filter({ hasText: "Search help centre" })).toBeVisible();
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
  await expect(page.locator(".react-flow__node").filter({ hasText: "Answer the help desk" })).toContainText("200", {
    timeout: 30_000,
  });
});
