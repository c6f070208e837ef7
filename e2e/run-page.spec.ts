import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow, runDraft } from "./support/import-workflow.ts";
import { owner, ownerState } from "./support/owner.ts";
import { newDataDir, type RunningServer, startServer } from "./support/server.ts";
import { openShop, type Shop } from "./support/shop.ts";

test.use({ storageState: ownerState });

let shop: Shop;
test.beforeAll(async () => {
  shop = await openShop();
});
test.afterAll(() => shop.close());

const flow = (name: string, path = "/customers", more: object = {}) => ({
  name,
  nodes: [
    { id: "start", key: "start", type: "trigger.manual", label: "Start" },
    {
      id: "call",
      key: "call",
      type: "http.request",
      label: "Look up customer",
      config: { url: shop.url + path, method: "GET" },
      ...more,
    },
    {
      id: "after",
      key: "after",
      type: "data.set",
      label: "Reckon",
      config: { fields: [{ name: "tier", value: "{{ call.body.tier }}" }] },
    },
  ],
  edges: ["start > call", "call > after"],
});

test("U41 the panel shows what was queued, worked and failed when, and what was said", async ({ page }) => {
  await importWorkflow(
    page,
    flow("Timed", "/flaky", { policy: { retry: { attempts: 2, backoff: "fixed", baseMs: 100 } } }),
  );
  shop.failOnce("/flaky");
  await runDraft(page);
  await expect(card(page, "Reckon")).toContainText(/ms/);
  await page.getByRole("tab", { name: "Timeline" }).click();
  const timeline = page.getByRole("list", { name: "Timeline" });
  await expect(timeline.getByRole("listitem")).toHaveCount(3);
  await expect(timeline.getByRole("listitem").filter({ hasText: "Look up customer" })).toBeVisible();
  await page.getByRole("tab", { name: "Log" }).click();
  const log = page.getByRole("region", { name: "Log", exact: true });
  await expect(log).toContainText("Try 1 failed:");
  await expectAccessible(page);
  await page.getByRole("combobox", { name: "Log of which node" }).click();
  await page.getByRole("option", { name: "Look up customer" }).click();
  await expect(log.getByRole("listitem")).toHaveCount(1);
});

test("U42 a reload in the middle of a run loses nothing", async ({ page }) => {
  await importWorkflow(page, flow("Reloaded"));
  shop.hold();
  await runDraft(page, { order: 48213 });
  await expect(card(page, "Look up customer")).toContainText("Running");
  await page.reload();
  await expect(card(page, "Look up customer")).toContainText("Running");
  await expect(card(page, "Start")).toContainText(/ms/);
  shop.release();
  await expect(card(page, "Reckon")).toContainText(/ms/);
});

test("U43 a run has a page that follows it live from its first event, and a reload loses nothing", async ({ page }) => {
  await importWorkflow(page, flow("Watched"));
  shop.hold();
  await runDraft(page, { order: 48213 });
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Open its page" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  const events = page.getByRole("complementary", { name: "Events" });
  await expect(events).toContainText("Look up customer started");
  await expect(card(page, "Look up customer")).toContainText("Running");
  await expect(card(page, "Start")).toContainText(/ms/);
  await page.reload();
  await expect(card(page, "Look up customer")).toContainText("Running");
  await expect(events).toContainText("Start done");
  shop.release();
  await expect(events).toContainText("Run done");
  await expect(page.getByRole("banner")).toContainText("Done");
  await expectAccessible(page);
});

test("a node of a run shows what went in and what came out", async ({ page }) => {
  await importWorkflow(page, flow("Looked into"));
  await runDraft(page);
  await expect(card(page, "Reckon")).toContainText(/ms/);
  await page.goto(`/runs/${new URL(page.url()).searchParams.get("run")}`);
  await expect(page.getByRole("complementary", { name: "Events" })).toContainText("Run done");
  await card(page, "Reckon").click();
  const details = page.getByRole("complementary", { name: "Details" });
  await expect(details.getByRole("region", { name: "Output" })).toContainText('"tier": "gold"');
  await details.getByRole("tab", { name: "Input" }).click();
  await expect(details.getByRole("region", { name: "Input" })).toContainText('"status": 200');
  await expectAccessible(page);
});

test("events that cannot be read are told of, and come once they can", async ({ page }) => {
  await importWorkflow(page, flow("Out of reach"));
  await runDraft(page);
  await expect(card(page, "Reckon")).toContainText(/ms/);
  const runId = new URL(page.url()).searchParams.get("run");
  await page.route("**/api/v1/events**", (route) => route.fulfill({ status: 503 }));
  await page.goto(`/runs/${runId}`);
  const events = page.getByRole("complementary", { name: "Events" });
  await expect(events.getByText("The events cannot be read just now")).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/api/v1/events**");
  await expect(events).toContainText("Run done");
});

test("U44 the run is looked at as it was at any moment, and played back", async ({ page }) => {
  await importWorkflow(page, flow("Looked back at"));
  await runDraft(page);
  await expect(card(page, "Reckon")).toContainText(/ms/);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Open its page" }).click();
  const events = page.getByRole("complementary", { name: "Events" });
  await expect(events).toContainText("Run done");
  await events.getByRole("button", { name: /Start done/ }).click();
  await expect(page.getByText(/Read only, as of/)).toBeVisible();
  await expect(card(page, "Reckon")).toContainText("Set 1 field");
  const slider = page.getByRole("slider", { name: "Moment of the run" });
  await slider.press("End");
  await expect(card(page, "Reckon")).toContainText(/ms/);
  await slider.press("Home");
  await expect(card(page, "Start")).not.toContainText(/ms/);
  await page.getByRole("button", { name: "Play it back" }).click();
  await expect(card(page, "Reckon")).toContainText(/ms/);
});

test("U45 a thread shows what it carried at that moment", async ({ page }) => {
  await importWorkflow(page, flow("Carried"));
  await runDraft(page, { order: 48213 });
  await expect(card(page, "Reckon")).toContainText(/ms/);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Open its page" }).click();
  const details = page.getByRole("complementary", { name: "Details" });
  await page.getByRole("complementary", { name: "Events" }).getByText("Run done").waitFor();
  await page.getByRole("group", { name: "What went from call to after" }).focus();
  await page.keyboard.press("Enter");
  await expect(details).toContainText("What this thread carried");
  await expect(details.getByRole("region", { name: "Carried" })).toContainText('"gold"');
  await page.getByRole("slider", { name: "Moment of the run" }).press("Home");
  await expect(details).toContainText("Nothing has come yet");
});

test("a failed run says on top where and why, and is made again from there", async ({ page }) => {
  await importWorkflow(page, flow("Goes wrong", "/gone"));
  shop.failOnce("/gone", 404);
  await runDraft(page);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Open its page" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "Look up customer failed" });
  await expect(alert).toContainText("404");
  await alert.getByRole("button", { name: "Show the node" }).click();
  const details = page.getByRole("complementary", { name: "Details" });
  await expect(details).toContainText("Look up customer");
  await details.getByRole("tab", { name: /^Tries/ }).click();
  await expect(details.getByRole("list", { name: "Tries" })).toContainText("Try 1");
  await expectAccessible(page);
  const first = page.url();
  await page.getByRole("button", { name: "Re-run", exact: true }).click();
  await expect(page).not.toHaveURL(first);
  await expect(page.getByRole("banner")).toContainText("Re-run of #");
  await expect(page.getByRole("complementary", { name: "Events" })).toContainText("Run done");
  await page.getByRole("complementary", { name: "Details" }).getByRole("link", { name: /^#/ }).click();
  await expect(page).toHaveURL(first);
});

test("on a phone the run is a map, a moment and a list of nodes", async ({ page }) => {
  const drawn = flow("In the pocket");
  await importWorkflow(page, { ...drawn, nodes: drawn.nodes.toReversed() });
  await runDraft(page);
  await expect(card(page, "Reckon")).toContainText(/ms/);
  const runId = new URL(page.url()).searchParams.get("run");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText("3 of 3 nodes done")).toBeVisible();
  await expect(page.getByRole("region", { name: "Nodes" }).getByRole("listitem")).toContainText([
    "Start",
    "Look up customer",
    "Reckon",
  ]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await expectAccessible(page);
  await page
    .getByRole("region", { name: "Nodes" })
    .getByRole("button", { name: /Reckon/ })
    .click();
  await expect(page.getByRole("dialog")).toContainText('"tier": "gold"');
});

test.describe("a call that was lost with its server", () => {
  const dataDir = newDataDir();
  let server: RunningServer;
  test.afterAll(() => server.stop());
  test.use({ storageState: undefined });

  test("waits on the run's page for a person to say what came of it", async ({ browser }) => {
    // Two servers are started, one after the other, on one folder.
    test.setTimeout(300_000);
    server = await startServer({}, dataDir);
    let context = await browser.newContext({ baseURL: server.url });
    let page = await context.newPage();
    await page.goto("/");
    await page.getByLabel("Your name").fill(owner.name);
    await page.getByLabel("Email").fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByRole("button", { name: "Create owner" }).click();
    await page.getByRole("button", { name: "Import one" }).click();
    const document = {
      schemaVersion: 1,
      nodes: [
        { id: "start", key: "start", type: "trigger.manual", version: 1, config: {} },
        {
          id: "pay",
          key: "pay",
          type: "http.request",
          version: 1,
          label: "Charge the card",
          config: { url: `${shop.url}/pay`, method: "POST" },
        },
        {
          id: "out",
          key: "out",
          type: "data.set",
          version: 1,
          label: "Receipt",
          config: { fields: [{ name: "paid", value: "{{ pay.receipt }}" }] },
        },
      ],
      edges: [
        { id: "1", source: "start", sourcePort: "out", target: "pay", targetPort: "in" },
        { id: "2", source: "pay", sourcePort: "out", target: "out", targetPort: "in" },
      ],
    };
    await page.getByLabel("Or paste the text").fill(JSON.stringify({ name: "Charging", document }));
    await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
    await expect(card(page, "Charge the card")).toBeVisible();
    shop.hold();
    await runDraft(page);
    await expect(card(page, "Charge the card")).toContainText("Running");
    const runId = new URL(page.url()).searchParams.get("run");
    const state = await context.storageState();
    await server.kill();
    shop.release();
    await context.close();

    server = await startServer({}, dataDir);
    context = await browser.newContext({ baseURL: server.url, storageState: state });
    page = await context.newPage();
    await page.goto(`${server.url}/runs/${runId}`);
    if (page.url().includes("sign-in")) {
      await page.getByLabel("Email").fill(owner.email);
      await page.getByLabel("Password", { exact: true }).fill(owner.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.goto(`${server.url}/runs/${runId}`);
    }
    const banner = page.getByRole("status").filter({ hasText: "Charge the card needs your decision" });
    await expect(banner).toBeVisible({ timeout: 30_000 });
    await banner.getByRole("button", { name: "Decide" }).click();
    const decision = page.getByRole("region", { name: "Your decision" });
    await expectAccessible(page);
    await decision.getByRole("button", { name: "Yes: enter the result" }).click();
    await decision.getByLabel("The node's result, as JSON").fill('{"receipt":');
    await expect(decision).toContainText("This is not JSON.");
    await decision.getByLabel("The node's result, as JSON").fill('{"receipt": "r_48213"}');
    await decision.getByRole("button", { name: "Go on with it" }).click();
    await expect(page.getByRole("complementary", { name: "Events" })).toContainText("Run done");
    await card(page, "Receipt").click();
    await expect(page.getByRole("region", { name: "Output" })).toContainText("r_48213");
    await context.close();
  });
});
