import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { importWorkflow } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const COUNT = 240;

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
  await expect(map.locator("rect")).toHaveCount(COUNT + 1);
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
