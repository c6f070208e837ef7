import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

test("how long runs are kept and which hosts may be called is set per workspace", async ({ page }) => {
  await page.goto("/settings/workspace");
  const keeping = page.getByRole("region", { name: "Keeping runs" });
  const days = keeping.getByRole("spinbutton", { name: "Days" });
  await expect(days).toHaveValue("30");
  await days.fill("14");
  await expect(keeping).toContainText("removed within the hour, for good");
  await keeping.getByRole("button", { name: "Save" }).click();
  await expect(keeping.getByRole("button", { name: "Save" })).toBeDisabled();

  const calls = page.getByRole("region", { name: "Calls to the outside" });
  const never = calls.getByRole("textbox", { name: "Never these hosts" });
  await never.fill("Tracker.Example\nhttps://example.com/path");
  await calls.getByRole("button", { name: "Save" }).click();
  await expect(calls.getByText('"https://example.com/path" is no host')).toBeVisible();
  await expectAccessible(page);
  await never.fill("Tracker.Example\n*.ads.example");
  await calls.getByRole("button", { name: "Save" }).click();
  // As they are kept.
  await expect(never).toHaveValue("tracker.example\n*.ads.example");
  await page.reload();
  await expect(days).toHaveValue("14");
  await expect(never).toHaveValue("tracker.example\n*.ads.example");
});
