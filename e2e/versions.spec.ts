import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow, publish } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const flow = (name: string) => ({
  name,
  nodes: [
    { id: "start", key: "start", type: "trigger.manual", label: "Start" },
    { id: "set", key: "set", type: "data.set", label: "First idea", config: { fields: [{ name: "a", value: "1" }] } },
  ],
  edges: ["start > set"],
});

async function openVersions(page: Page): Promise<void> {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Versions" }).click();
}

/** Takes the node away, and waits until that is stored. */
async function removeNode(page: Page): Promise<void> {
  await card(page, "First idea").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Delete");
  await expect(card(page, "First idea")).toBeHidden();
  await expect(page.getByText("Saved")).toBeVisible();
}

test("U48 what was published is listed with its note, who and when, and opens read only on the canvas", async ({
  page,
}) => {
  await importWorkflow(page, flow("Has a history"));
  await publish(page, "The first one that works");
  await removeNode(page);
  await publish(page, "Without the idea");
  await openVersions(page);
  const list = page.getByRole("list", { name: "Versions" });
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(list.getByRole("listitem").first()).toContainText("Version 2Live");
  await expect(list.getByRole("listitem").last()).toContainText("The first one that works");
  await expect(list.getByRole("listitem").last()).toContainText("Marta Kowalczyk");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Open version 1" }).click();
  await expect(page.getByText("Version 1, read only")).toBeVisible();
  await expect(card(page, "First idea")).toBeVisible();
  await expectAccessible(page);
  // Nothing of it can be changed, and it is in the address.
  await card(page, "First idea").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Delete");
  await page.reload();
  await expect(card(page, "First idea")).toBeVisible();
  await page.getByRole("button", { name: "Show the draft" }).click();
  await expect(card(page, "First idea")).toBeHidden();
});

test("a change shows beside the live version at once, and an unchanged draft is published again only as such", async ({
  page,
}) => {
  await importWorkflow(page, flow("Says what is live"));
  await publish(page);
  const bar = page.getByRole("banner");
  await expect(bar.getByText("Live v1")).toBeVisible();
  await expect(bar.getByText(/^Changed since/)).toBeHidden();
  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Publish version 1 again?" })).toBeVisible();
  await expect(dialog.getByLabel(/What changed/)).toBeHidden();
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog.getByRole("heading", { name: "Version 1 is live" })).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await removeNode(page);
  await expect(bar.getByText("Changed since v1")).toBeVisible();
  await page.getByRole("button", { name: "Publish…" }).click();
  await expect(dialog.getByRole("heading", { name: "Publish version 2?" })).toBeVisible();
});

test("U50 a version is restored to the draft, as one change that is saved and can be undone", async ({ page }) => {
  await importWorkflow(page, flow("Goes back"));
  await publish(page, "Worth keeping");
  await removeNode(page);
  await openVersions(page);
  await page.getByRole("button", { name: "Restore version 1" }).click();
  await expect(card(page, "First idea")).toBeVisible();
  await expect(page.getByText("The draft is version 1 again")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(card(page, "First idea")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(card(page, "First idea")).toBeVisible();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(card(page, "First idea")).toBeVisible();
});

test("a node has a menu, by the right button and by the keyboard", async ({ page }) => {
  await importWorkflow(page, flow("Has menus"));
  await card(page, "First idea").click({ button: "right" });
  const menu = page.getByRole("menu");
  await expectAccessible(page);
  await menu.getByRole("menuitem", { name: /^Duplicate/ }).click();
  await expect(card(page, "First idea")).toHaveCount(2);
  await card(page, "First idea").first().click({ button: "right" });
  await menu.getByRole("menuitem", { name: /^Disable/ }).click();
  await expect(card(page, "First idea").first()).toContainText("Disabled");
  await card(page, "First idea").last().focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+F10");
  await expect(menu.getByRole("menuitem", { name: /^Open/ })).toBeFocused();
  await page.keyboard.press("End");
  await expect(menu.getByRole("menuitem", { name: /^Delete/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(card(page, "First idea")).toHaveCount(1);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(card(page, "First idea")).toHaveCount(2);
});

test("on a phone a workflow is published and paused from its menu", async ({ page }) => {
  await importWorkflow(page, flow("From the phone"));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "More" }).click();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Publish…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("heading", { name: "Version 1 is live" })).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Pause" }).click();
  await expect(page.getByRole("banner").getByText(/^Paused/)).toBeVisible();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Resume" }).click();
  await expect(page.getByRole("banner").getByText(/^Paused/)).toBeHidden();
});
