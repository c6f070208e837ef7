import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const card = (page: Page, title: string) => page.locator(".node-card").filter({ hasText: title });

async function openList(page: Page): Promise<void> {
  await page.goto("/workflows");
  await expect(page.getByRole("heading", { name: /^(Workflows|Make the first workflow)/ })).toBeVisible();
}

/** Makes a workflow from a sample by the palette, which works on every page. */
async function beginWith(page: Page, sample: string): Promise<void> {
  await openList(page);
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByPlaceholder("Find a page, a workflow or an action").fill(sample);
  await page.getByRole("option", { name: `New from sample: ${sample}` }).click();
  await expect(page).toHaveURL(/\/workflows\/wf_/);
}

async function runIt(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
}

test("the sample of failing calls is made and run offline: one call recovers, the other takes its error way", async ({
  page,
}) => {
  await beginWith(page, "Failing calls");
  await runIt(page);
  await expect(card(page, "Delivery")).toHaveAttribute("data-status", "done", { timeout: 20_000 });
  await expect(card(page, "Closed supplier")).toHaveAttribute("data-status", "failed");
  await expect(card(page, "Confirmed by both")).toHaveAttribute("data-status", "skipped");
  await expectAccessible(page);
});

test("the sample of ten calls runs them side by side and joins them", async ({ page }) => {
  await beginWith(page, "Ten calls at once");
  await runIt(page);
  await expect(card(page, "Stock everywhere")).toHaveAttribute("data-status", "done", { timeout: 20_000 });
});

test("the order webhook begins on an empty canvas, and comes with an order to run it with", async ({ page }) => {
  await openList(page);
  await page
    .getByRole("button", { name: /^(New( workflow)?|Start with an empty canvas)$/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/workflows\/wf_/);
  await page.getByRole("button", { name: /^Order webhook/ }).click();
  await expect(card(page, "Enough in stock?")).toBeVisible();
  await page.getByRole("button", { name: /^Run/ }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Body of the call" })).toHaveValue(/LAMP-3/);
  await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
  await expect(card(page, "Accept the order")).toHaveAttribute("data-status", "done", { timeout: 20_000 });
  await expect(card(page, "Refuse the order")).toHaveAttribute("data-status", "skipped");
});
