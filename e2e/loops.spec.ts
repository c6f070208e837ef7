import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow, runDraft } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

test("U11: a loop is drawn as a frame, takes its first step inside, and goes with it", async ({ page }) => {
  await page.goto("/workflows");
  await page
    .getByRole("button", { name: /Start with an empty canvas|New workflow/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/workflows\/wf_/);
  await page.getByRole("button", { name: /^Webhook/ }).click();
  await page.getByRole("textbox", { name: "Path" }).fill("loops");
  await card(page, "Webhook").click();
  await page.keyboard.press("n");
  await page.getByPlaceholder(/Find a node/).fill("for each");
  await page.keyboard.press("Enter");
  const frame = page.locator(".react-flow__node-frame");
  await expect(frame).toHaveCount(1);
  await frame.getByRole("button", { name: "Add the first step inside For each" }).click();
  await page.getByPlaceholder(/Find a node/).fill("set fields");
  await page.keyboard.press("Enter");
  await expect(card(page, "Set fields")).toBeVisible();
  const outer = await frame.boundingBox();
  const inner = await card(page, "Set fields").boundingBox();
  expect(inner?.x).toBeGreaterThan(outer?.x ?? 0);
  expect(inner?.y).toBeGreaterThan(outer?.y ?? 0);
  expect((inner?.y ?? 0) + (inner?.height ?? 0)).toBeLessThan((outer?.y ?? 0) + (outer?.height ?? 0));
  const webhook = await card(page, "Webhook").boundingBox();
  expect(outer?.y).toBeGreaterThan((webhook?.y ?? 0) + (webhook?.height ?? 0));
  await expectAccessible(page);
  if (process.env.HEDDLE_SHOT) await page.screenshot({ path: process.env.HEDDLE_SHOT });
  await frame.locator(".frame-head").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Delete");
  await expect(page.locator(".react-flow__node")).toHaveCount(1);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.locator(".react-flow__node")).toHaveCount(3);
});

test("a run shows one round of a loop at a time, in the editor and on its page", async ({ page }) => {
  await importWorkflow(page, {
    name: "Rounds",
    nodes: [
      { id: "n_start", key: "start", type: "trigger.manual" },
      { id: "n_loop", key: "each", type: "control.for-each", config: { items: "{{ [5, 6, 7] }}" } },
      {
        id: "n_set",
        key: "double",
        type: "data.set",
        parent: "n_loop",
        config: { fields: [{ name: "twice", value: "{{ item * 2 }}" }] },
      },
    ],
    edges: ["n_start > n_loop"],
  });
  await runDraft(page);
  const round = page.getByRole("status", { name: "Round of For each" });
  await expect(round).toHaveText("3 / 3");
  await card(page, "Set fields").last().click();
  await page.getByRole("tab", { name: /Last run/ }).click();
  await expect(page.getByText("14", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Round before, of For each" }).click();
  await expect(round).toHaveText("2 / 3");
  await expect(page.getByText("12", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Round before, of For each" }).click();
  await expect(page.getByRole("button", { name: "Round before, of For each" })).toBeDisabled();
  await expect(page.getByText("10", { exact: true }).first()).toBeVisible();
  await expectAccessible(page);

  // What the round began with: as input, and in the preview of a setting that reads it.
  await expect(page.getByRole("region", { name: "Input" })).toContainText("5");
  await page.getByRole("tab", { name: "Settings" }).click();
  await expect(page.getByRole("group", { name: "Fields" }).getByText("10", { exact: true })).toBeVisible();

  const runId = new URL(page.url()).searchParams.get("run");
  await page.goto(`/runs/${runId}`);
  await card(page, "Set fields").last().click();
  await page.getByRole("tab", { name: "Input" }).click();
  await expect(page.getByRole("region", { name: "Input" })).toContainText("7");
});

test("U17 a step is moved into a loop and out of it, and walked to, by keyboard alone", async ({ page }) => {
  await importWorkflow(page, {
    name: "By keyboard",
    nodes: [
      { id: "n_start", key: "start", type: "trigger.manual", position: { x: 0, y: 0 } },
      {
        id: "n_loop",
        key: "each",
        type: "control.for-each",
        position: { x: 0, y: 104 },
        config: { items: "{{ [5] }}" },
      },
      { id: "n_set", key: "double", type: "data.set", position: { x: 320, y: 104 }, config: { fields: [] } },
    ],
    edges: ["n_start > n_loop", "n_start > n_set"],
  });
  const set = card(page, "Set fields");
  const frame = page.locator(".react-flow__node-frame");
  await set.click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Move into For each" }).press("Enter");
  await expect(page.getByText("Moved into For each. Connections over its border were taken off.")).toBeAttached();
  const inside = async () => {
    const [outer, inner] = [await frame.boundingBox(), await set.boundingBox()];
    return outer !== null && inner !== null && inner.x > outer.x && inner.x + inner.width < outer.x + outer.width;
  };
  await expect.poll(inside).toBe(true);
  await page.keyboard.press("Alt+ArrowUp");
  await expect(frame).toBeFocused();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(set).toBeFocused();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Move out of For each" }).press("Enter");
  await expect.poll(inside).toBe(false);
});
