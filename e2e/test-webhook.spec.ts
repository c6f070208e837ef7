import { type APIResponse, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState, permissions: ["clipboard-read", "clipboard-write"] });

const flow = (name: string, path: string) => ({
  name,
  nodes: [
    { id: "n_hook", key: "hook", type: "trigger.webhook", config: { path, methods: ["POST"], respond: "by-node" } },
    {
      id: "n_set",
      key: "sum",
      type: "data.set",
      config: { fields: [{ name: "total", value: "{{ trigger.body.price * 2 }}" }] },
    },
    { id: "n_say", key: "say", type: "control.respond", config: { status: 200, body: "{{ sum }}" } },
  ],
  edges: ["n_hook > n_set", "n_set > n_say"],
});

test("U52 a draft that listens is called from outside, and each call shows on the open canvas", async ({
  page,
  request,
}) => {
  await importWorkflow(page, flow("Test calls", "test-calls"));
  await card(page, "Webhook").click();
  const addresses = page.getByRole("region", { name: "Addresses" });
  await addresses.getByRole("button", { name: "Listen for test calls" }).click();
  const note = page.getByRole("region", { name: "Test calls" });
  await expect(note).toContainText("Listening for test calls");
  await addresses.getByRole("button", { name: "Copy test address" }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toMatch(/\/api\/webhooks-test\/[\w-]{24}\/test-calls$/);
  await expectAccessible(page);

  // The outside world calls: an address of the published workflow there is not.
  expect((await request.post("/api/webhooks/test-calls", { data: { price: 20 } })).status()).toBe(404);
  const first = await request.post(address, { data: { price: 20 } });
  expect(await first.json()).toEqual({ total: 40 });
  await expect(page).toHaveURL(new RegExp(`run=${first.headers()["heddle-run"]}`));
  await expect(card(page, "Set fields")).toContainText(/ms/);

  // What is changed meanwhile counts from the next call on.
  await card(page, "Set fields").click();
  await page.getByRole("tab", { name: "Settings" }).click();
  const value = page.getByRole("textbox", { name: "Value of total" });
  await value.fill("{{ trigger.body.price * 3 }}");
  await expect(page.getByText("Saved", { exact: true }).first()).toBeVisible();
  const second = await request.post(address, { data: { price: 20 } });
  expect(await second.json()).toEqual({ total: 60 });
  await expect(page).toHaveURL(new RegExp(`run=${second.headers()["heddle-run"]}`));

  await note.getByRole("button", { name: "Stop" }).click();
  await expect(note).toBeHidden();
  expect((await request.post(address, { data: {} })).status()).toBe(409);
});

test("U52 listening begins from the run dialog, and ends when the editor is left", async ({ page, request }) => {
  await importWorkflow(page, flow("Test calls from the dialog", "test-calls-dialog"));
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByRole("button", { name: "Listen for test calls instead" }).click();
  await page.getByRole("button", { name: "Copy test address" }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  const first = await runOf(request.post(address, { data: { price: 1 } }));
  await expect(page).toHaveURL(new RegExp(`run=${first}`));

  // A call that comes while the next page is on its way does not keep anybody here.
  const called = Promise.withResolvers<void>();
  await page.route(
    ({ pathname }) => pathname === "/workflows",
    async (route) => {
      await called.promise;
      await route.continue();
    },
  );
  await page.getByRole("link", { name: "All workflows" }).click();
  const second = await runOf(request.post(address, { data: { price: 2 } }));
  await hears(page, second);
  called.resolve();
  await expect(page.getByRole("heading", { name: "Workflows" })).toBeVisible();
  await expect(async () => expect((await request.post(address, { data: {} })).status()).toBe(409)).toPass();
});

test("U52 calls show in the editor that began to listen, and only its leaving ends it", async ({
  page,
  context,
  request,
}) => {
  await importWorkflow(page, flow("Two editors", "two-editors"));
  const other = await context.newPage();
  await other.goto(page.url());
  await listenAt(page);
  await page.getByRole("button", { name: "Copy test address" }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());

  // The other window knows of it and stays where it is.
  await other.reload();
  await expect(noteOf(other)).toContainText("Somebody listens for test calls");
  const first = await runOf(request.post(address, { data: { price: 1 } }));
  await expect(page).toHaveURL(new RegExp(`run=${first}`));
  await hears(other, first);
  expect(other.url()).not.toContain("run=");

  // It takes the calls over: now they show there, and the window that began first may go.
  await card(other, "Webhook").click();
  await expectAccessible(other);
  await other.getByRole("button", { name: "Listen here instead" }).click();
  await expect(noteOf(page)).toContainText("Somebody listens for test calls");
  const second = await runOf(request.post(address, { data: { price: 2 } }));
  await expect(other).toHaveURL(new RegExp(`run=${second}`));
  await hears(page, second);
  expect(page.url()).toContain(`run=${first}`);
  await page.getByRole("link", { name: "All workflows" }).click();
  await expect(page.getByRole("heading", { name: "Workflows" })).toBeVisible();
  const third = await runOf(request.post(address, { data: { price: 3 } }));
  await expect(other).toHaveURL(new RegExp(`run=${third}`));

  await other.close({ runBeforeUnload: true });
  await expect(async () => expect((await request.post(address, { data: {} })).status()).toBe(409)).toPass();
});

const noteOf = (page: Page) => page.getByRole("region", { name: "Test calls" });

async function listenAt(page: Page): Promise<void> {
  await card(page, "Webhook").click();
  await page.getByRole("button", { name: "Listen for test calls" }).click();
  await expect(noteOf(page)).toContainText("Listening for test calls");
}

async function runOf(call: Promise<APIResponse>): Promise<string> {
  const answer = await call;
  expect(answer.status()).toBe(200);
  return answer.headers()["heddle-run"] ?? "";
}

/** Waits until a window has been told of the run twice: what it makes of it is made after the first time. */
async function hears(page: Page, run: string): Promise<void> {
  for (let times = 0; times < 2; times++) {
    await page.waitForResponse(
      async (response) => response.url().includes("/test-listener") && (await response.text()).includes(run),
    );
  }
}
