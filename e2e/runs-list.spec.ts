import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { importWorkflow, publish } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";
import { openShop, type Shop } from "./support/shop.ts";

test.use({ storageState: ownerState });

let shop: Shop;
test.beforeAll(async () => {
  shop = await openShop();
});
test.afterAll(() => shop.close());

/** A published workflow that answers a call at once and then calls the shop. */
async function makeLive(page: Page, name: string, path: string): Promise<void> {
  await importWorkflow(page, {
    name,
    nodes: [
      { id: "hook", key: "hook", type: "trigger.webhook", config: { path, methods: ["POST"], respond: "immediately" } },
      { id: "call", key: "call", type: "http.request", config: { url: `${shop.url}/x`, method: "GET" } },
    ],
    edges: ["hook > call"],
  });
  await publish(page);
}

const callIt = async (request: APIRequestContext, path: string, times: number) => {
  for (let i = 0; i < times; i++)
    expect((await request.post(`/api/webhooks/${path}`, { data: {} })).status()).toBe(202);
};
const rows = (page: Page) => page.getByRole("list", { name: "Runs" }).getByRole("listitem");

test("runs are narrowed by filters that can be sent to somebody, appear by themselves and tick", async ({
  page,
  request,
  context,
}) => {
  await makeLive(page, "Narrowed down", "narrowed");
  await makeLive(page, "Another one", "another");
  shop.hold();
  await callIt(request, "narrowed", 2);
  await callIt(request, "another", 1);
  await page.goto("/runs");
  await page.getByRole("button", { name: "Workflow" }).click();
  await page.getByPlaceholder("Find a workflow").fill("narrowed");
  await page.getByRole("option", { name: "Narrowed down" }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Status" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Running" }).click();
  await page.keyboard.press("Escape");
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Started by" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Webhook" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Time" }).click();
  await page.getByRole("button", { name: "Last hour" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/workflow=wf_\w+&state=running&trigger=webhook&within=1h$/);
  await expectAccessible(page);

  // Somebody who gets the address sees the same.
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(rows(other)).toHaveCount(2);
  await expect(other.getByRole("button", { name: "Workflow: Narrowed down" })).toBeVisible();
  await other.close();

  // A new one appears by itself; those that end leave a list of the running.
  await callIt(request, "narrowed", 1);
  await expect(rows(page)).toHaveCount(3);
  shop.release();
  await expect(page.getByText("No run fits these filters")).toBeVisible();
  await page.getByRole("button", { name: "Show all runs" }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await expect(rows(page).filter({ hasText: "Narrowed down" }).filter({ hasText: "Done" })).toHaveCount(3);
  await page.goBack();
  await expect(page).toHaveURL(/within=1h$/);
});

test("several runs are cancelled at once, and made again", async ({ page, request }) => {
  await makeLive(page, "Cancelled in bulk", "bulk");
  shop.hold();
  await callIt(request, "bulk", 3);
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole("checkbox", { name: "Select all that are loaded" }).check();
  const bar = page.getByRole("toolbar", { name: "With the selected" });
  await expectAccessible(page);
  await bar.getByRole("button", { name: "Cancel" }).click();
  await expect(rows(page).filter({ hasText: "Cancelled" })).toHaveCount(3);
  await expect(page.getByText("Cancelled 3 runs")).toBeVisible();
  shop.release();
  await rows(page).first().getByRole("checkbox").check();
  await rows(page).nth(1).getByRole("checkbox").check();
  await bar.getByRole("button", { name: "Run again" }).click();
  await page.getByRole("menuitem", { name: "On the same version" }).click();
  await expect(rows(page)).toHaveCount(5);
  await expect(rows(page).filter({ hasText: "Re-run of #" }).filter({ hasText: "Done" })).toHaveCount(2);
});

test("a long list is read as far as it is scrolled, and only what is in sight is drawn", async ({ page, request }) => {
  await importWorkflow(page, {
    name: "Busy",
    nodes: [{ id: "hook", key: "hook", type: "trigger.webhook", config: { path: "busy", methods: ["POST"] } }],
    edges: [],
  });
  await publish(page);
  for (let i = 0; i < 12; i++)
    await Promise.all(Array.from({ length: 10 }, () => request.post("/api/webhooks/busy", { data: {} })));
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await expect(rows(page).first()).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(50);
  const table = page.getByTestId("run-table");
  await expect(async () => {
    await table.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(rows(page).last()).toHaveAttribute("aria-posinset", "120", { timeout: 1_000 });
  }).toPass();
  expect(await rows(page).count()).toBeLessThan(50);
});
