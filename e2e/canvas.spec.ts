import { expect, type Locator, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const cards = (page: Page) => page.locator(".react-flow__node");
const threads = (page: Page) => page.locator(".react-flow__edge");
const find = (page: Page) => page.getByRole("combobox", { name: "Find a node" });
const said = (page: Page) => page.locator("div.sr-only[aria-live=polite]");
const selected = (page: Page) => page.locator(".react-flow__node.selected");
const free = { x: 300, y: 640 };

const set = (id: string, label: string, value: string) => ({
  id,
  key: id,
  label,
  type: "data.set",
  config: { fields: [{ name: "text", value }] },
});

/** start → first → second, open on the canvas. */
async function openChain(page: Page, name: string): Promise<void> {
  await importWorkflow(page, {
    name,
    nodes: [
      { id: "start", key: "start", type: "trigger.manual" },
      set("first", "First", "one"),
      set("second", "Second", "two"),
    ],
    edges: ["start > first", "first > second"],
  });
  await expect(threads(page)).toHaveCount(2);
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error("it is not there");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function pick(page: Page, search: string): Promise<void> {
  await expect(find(page)).toBeFocused();
  await find(page).fill(search);
  await page.keyboard.press("Enter");
}

test("U1 a node is added by its key, at a thread, by a connection that is let go, by right click and from the palette", async ({
  page,
}) => {
  await openChain(page, "Five ways in");
  const canvas = page.getByRole("main", { name: "Workflow canvas" });

  await card(page, "Second").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await pick(page, "limit");
  await expect(card(page, "Limit")).toBeVisible();
  await expect(threads(page)).toHaveCount(3);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(card(page, "Limit")).toHaveCount(0);
  await expect(threads(page)).toHaveCount(2);

  const [above, below] = [await middleOf(card(page, "When called")), await middleOf(card(page, "First"))];
  await page.mouse.move(above.x, (above.y + below.y) / 2);
  await page.getByRole("button", { name: "Put a node in here" }).first().click();
  await pick(page, "sort");
  await expect(threads(page)).toHaveCount(3);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(threads(page)).toHaveCount(2);

  const out = await middleOf(card(page, "Second").locator(".eyelet.source"));
  await page.mouse.move(out.x, out.y);
  await page.mouse.down();
  await page.mouse.move(free.x, free.y, { steps: 8 });
  await page.mouse.up();
  await pick(page, "filter");
  await expect(threads(page)).toHaveCount(3);
  await page.keyboard.press("ControlOrMeta+z");

  await canvas.click({ button: "right", position: free });
  await pick(page, "template");
  await expect(cards(page)).toHaveCount(4);
  await expect(threads(page)).toHaveCount(2);

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Add( a node)?( N)?$/ }).click();
  await find(page).fill("split");
  await page
    .getByRole("option")
    .first()
    .dragTo(canvas, { targetPosition: { x: 1100, y: 600 } });
  await expect(cards(page)).toHaveCount(5);
  const dropped = await middleOf(selected(page));
  expect(Math.abs(dropped.x - 1100)).toBeLessThan(140);
});

test("U2 an empty canvas offers a trigger or a sample to begin with", async ({ page }) => {
  await page.goto("/workflows");
  await page
    .getByRole("button", { name: /Start with an empty canvas|New workflow/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "Start with a trigger" })).toBeVisible();
  const samples = page.getByRole("region", { name: "Begin with a sample" }).getByRole("button");
  await expect(samples).not.toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Schedule/ }).click();
  await expect(cards(page)).toHaveCount(1);
  await expect(page.getByRole("complementary", { name: /Schedule, settings/ })).toBeVisible();
  await expect(samples).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+z");
  await samples.first().click();
  await expect.poll(() => cards(page).count()).toBeGreaterThan(2);
});

test("U3 what is deleted in the middle leaves its neighbours connected", async ({ page }) => {
  await openChain(page, "Heals");
  await card(page, "First").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Delete");
  await expect(card(page, "First")).toHaveCount(0);
  await expect(threads(page)).toHaveCount(1);
  await expect(said(page)).toHaveText("Node removed");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(threads(page)).toHaveCount(1);
});

test("U5 what is selected is duplicated, with the threads between it", async ({ page }) => {
  await openChain(page, "Twice");
  await card(page, "First").click();
  await card(page, "Second").click({ modifiers: ["Shift"] });
  await page.keyboard.press("ControlOrMeta+d");
  await expect(cards(page)).toHaveCount(5);
  await expect(threads(page)).toHaveCount(3);
  await expect(selected(page)).toHaveCount(2);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(cards(page)).toHaveCount(3);
});

test("U10 a node is disabled and enabled by a key, and says so", async ({ page }) => {
  await openChain(page, "Off");
  await card(page, "First").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("d");
  await expect(card(page, "First")).toContainText("Disabled");
  await page.keyboard.press("d");
  await expect(card(page, "First")).not.toContainText("Disabled");
});

test("U12 what is copied is JSON, and goes into another workflow", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openChain(page, "From here");
  await card(page, "First").click();
  await card(page, "Second").click({ modifiers: ["Shift"] });
  await page.keyboard.press("ControlOrMeta+c");
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(text)).toMatchObject({ nodes: [{ label: "First" }, { label: "Second" }], edges: [{}] });

  await openChain(page, "To there");
  await page.getByRole("main", { name: "Workflow canvas" }).click({ position: free });
  await page.keyboard.press("ControlOrMeta+v");
  await expect(cards(page)).toHaveCount(5);
  await expect(threads(page)).toHaveCount(3);
  await expect(said(page)).toHaveText("2 nodes pasted");
});

test("U13 everything is selected by a key, and what lies in a box by drawing it", async ({ page }) => {
  await openChain(page, "Chosen");
  await page.getByRole("main", { name: "Workflow canvas" }).click({ position: free });
  await page.keyboard.press("ControlOrMeta+a");
  await expect(selected(page)).toHaveCount(3);
  await page.getByRole("main", { name: "Workflow canvas" }).click({ position: free });
  await expect(selected(page)).toHaveCount(0);

  const first = await card(page, "First").boundingBox();
  const second = await card(page, "Second").boundingBox();
  if (!first || !second) throw new Error("the cards are not there");
  await page.mouse.move(first.x - 40, first.y - 6);
  await page.mouse.down();
  await page.mouse.move(second.x + second.width + 20, second.y + second.height + 10, { steps: 8 });
  await page.mouse.up();
  await expect(selected(page)).toHaveCount(2);
});

test("U16 every change is undone and done again, a gesture at a time", async ({ page }) => {
  await openChain(page, "Back and forth");
  const before = await middleOf(card(page, "Second"));
  await page.mouse.move(before.x, before.y);
  await page.mouse.down();
  await page.mouse.move(before.x + 160, before.y + 80, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => (await middleOf(card(page, "Second"))).x - before.x).toBeGreaterThan(120);

  await card(page, "First").click();
  await page.getByRole("textbox", { name: "Value of text" }).press("ControlOrMeta+End");
  await page.keyboard.type(" in one breath");
  await page.getByRole("main", { name: "Workflow canvas" }).click({ position: free });
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.click();
  await card(page, "First").click();
  await expect(page.getByRole("textbox", { name: "Value of text" })).toHaveText("one");
  await undo.click();
  await expect.poll(async () => Math.abs((await middleOf(card(page, "Second"))).x - before.x)).toBeLessThan(10);
  await expect(undo).toBeDisabled();
  const redo = page.getByRole("button", { name: "Redo" });
  await redo.click();
  await redo.click();
  await expect(page.getByRole("textbox", { name: "Value of text" })).toHaveText("one in one breath");
  await expect(redo).toBeDisabled();
});

test("U18 changes are said aloud, the focus is seen, and a workflow is connected without a mouse", async ({ page }) => {
  await importWorkflow(page, {
    name: "Without a mouse",
    nodes: [{ id: "start", key: "start", type: "trigger.manual" }, set("first", "First", "one")],
    edges: [],
  });
  await cards(page).first().focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("c");
  await expect(said(page)).toContainText("Connecting");
  await page.keyboard.press("ArrowDown");
  await expect(said(page)).toHaveText("To First");
  await page.keyboard.press("Enter");
  await expect(threads(page)).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await expect(card(page, "First")).toBeFocused();
  const outline = await card(page, "First")
    .locator(".node-card")
    .evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(outline).toBe("solid");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "First, settings" })).toBeVisible();
  await expectAccessible(page);
});

test("U19 problems are listed while one types; a click leads to the node and its field", async ({ page }) => {
  await openChain(page, "Wrong somewhere");
  await card(page, "Second").click();
  await page.getByRole("textbox", { name: "Value of text" }).fill("{{ nobody.name }}");
  await page.getByRole("main", { name: "Workflow canvas" }).click({ position: free });
  await expect(card(page, "Second").getByText("1", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "1 problem" }).click();
  const problem = page.getByRole("list", { name: "Problems" }).getByRole("button");
  await expect(problem).toContainText('"nobody"');
  await problem.click();
  await expect(page.getByRole("complementary", { name: "Second, settings" })).toBeVisible();
  await page.getByRole("textbox", { name: "Value of text" }).fill("{{ first.text }}");
  await expect(page.getByText("Nothing is wrong. This workflow can be published.")).toBeVisible();
});
