import { expect, type Locator, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { importWorkflow, runDraft } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const COUNT = 240;

/** How many dots of a drawing are inked, in its upper and its lower half. */
function inkIn(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const { width, height } = element;
    const data = element.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
    const inked = (from: number, to: number) => {
      let dots = 0;
      for (let at = from + 3; at < to; at += 4) if (data[at] !== 0) dots++;
      return dots;
    };
    const middle = Math.floor(height / 2) * width * 4;
    return [inked(0, middle), inked(middle, data.length)];
  });
}

test("U14 a large workflow opens at its start; the map shows all of it and leads anywhere", async ({ page }) => {
  const steps = Array.from({ length: COUNT }, (_, at) => ({
    id: `n_${at}`,
    key: `step_${at}`,
    label: `Step ${at}`,
    type: "data.set",
    config: { fields: [{ name: "at", value: at }] },
  }));
  await importWorkflow(page, {
    name: "A long way",
    nodes: [{ id: "start", key: "start", type: "trigger.manual" }, ...steps],
    edges: steps.map(({ id }, at) => `${at === 0 ? "start" : `n_${at - 1}`} > ${id}`),
  });
  const card = (name: string) => page.locator(".react-flow__node").filter({ hasText: new RegExp(`^${name}(?!\\d)`) });
  await expect(card("Step 0")).toBeInViewport();
  await expect(card(`Step ${COUNT - 1}`)).toHaveCount(0);

  const map = page.getByRole("img", { name: "Map of the workflow" });
  const [top = 0, bottom = 0] = await inkIn(map.locator("canvas"));
  expect(top).toBeGreaterThan(0);
  expect(bottom).toBeGreaterThan(0);
  const box = await map.boundingBox();
  if (!box) throw new Error("the map is not there");
  await page.mouse.move(box.x + box.width / 2, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 6, { steps: 6 });
  await page.mouse.up();
  await expect(card(`Step ${COUNT - 1}`)).toBeInViewport();
  await expect(card("Step 0")).toHaveCount(0);
  await expectAccessible(page);

  await page.keyboard.press("1");
  await expect(page.getByRole("button", { name: /^Zoom is 10 %/ })).toBeVisible();
});

test("U14 from far away a large workflow is one drawing, whose cards are opened, moved and run as ever", async ({
  page,
}) => {
  const steps = Array.from({ length: COUNT }, (_, at) => ({
    id: `n_${at}`,
    key: `step_${at}`,
    label: `Step ${at}`,
    type: "data.set",
    position: { x: (at % 20) * 240, y: 104 + Math.floor(at / 20) * 104 },
    config: { fields: [{ name: "at", value: at }] },
  }));
  await importWorkflow(page, {
    name: "A wide field",
    nodes: [{ id: "start", key: "start", type: "trigger.manual" }, ...steps],
    edges: steps.map(({ id }, at) => `${at < 20 ? "start" : `n_${at - 20}`} > ${id}`),
  });
  const drawing = page.locator("canvas.far-view");
  const threads = page.locator(".react-flow__edge");
  await expect(threads.first()).toBeAttached();
  await expect(drawing).toHaveCount(0);

  await page.keyboard.press("1");
  await expect(drawing).toBeVisible();
  await expect(threads).toHaveCount(0);
  const atRest = await inkIn(drawing);
  expect(Math.min(...atRest)).toBeGreaterThan(1_000);
  await expectAccessible(page);

  const node = page.locator('.react-flow__node[data-id="n_127"]');
  const from = await node.boundingBox();
  if (!from) throw new Error("the card is not there");
  const middle = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
  await page.mouse.click(middle.x, middle.y);
  await expect(page.getByRole("complementary", { name: "Step 127, settings" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + 90, middle.y + 6, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => ((await node.boundingBox())?.x ?? 0) - from.x).toBeGreaterThan(60);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => Math.abs(((await node.boundingBox())?.x ?? 0) - from.x)).toBeLessThan(2);

  await runDraft(page);
  await expect(node.getByRole("img", { name: "Done" })).toBeAttached();
  await expect.poll(async () => (await inkIn(drawing))[1]).not.toBe(atRest[1]);

  for (let clicks = 0; clicks < 6; clicks++) await page.getByRole("button", { name: "Zoom in" }).click();
  await expect(drawing).toHaveCount(0);
  await expect(threads.first()).toBeAttached();
  await expect(
    page
      .locator(".react-flow__node")
      .getByText(/^Step \d+$/)
      .first(),
  ).toBeVisible();

  const [run] = /run_\w+/.exec(page.url()) ?? [];
  await page.goto(`/runs/${run}`);
  await expect(drawing).toBeVisible();
  expect(Math.min(...(await inkIn(drawing)))).toBeGreaterThan(1_000);
  await expect(page.locator('.react-flow__node[data-id="n_127"]').getByRole("img", { name: "Done" })).toBeAttached();
});
