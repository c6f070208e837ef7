import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow, publish } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });
test.describe.configure({ mode: "serial", timeout: 240_000 });

/** A workflow with something on each of its pages, and a run of it. */
let workflow: string;
let run: string;

const flow = {
  name: "Every page",
  nodes: [
    { id: "n_hook", key: "hook", type: "trigger.webhook", config: { path: "every-page", methods: ["POST"] } },
    {
      id: "n_clock",
      key: "clock",
      type: "trigger.schedule",
      config: { cron: "0 9 * * 1-5" },
      position: { x: 240, y: 0 },
    },
    {
      id: "n_sum",
      key: "sum",
      type: "data.set",
      config: { fields: [{ name: "total", value: "{{ (trigger.body.price ?? 20) * 3 }}" }] },
    },
    { id: "n_wait", key: "wait", type: "control.delay", config: { duration: "20ms" } },
    { id: "n_say", key: "say", type: "control.respond", config: { status: 200, body: "{{ sum }}" } },
  ],
  edges: ["n_hook > n_sum", "n_clock > n_sum", "n_sum > n_wait", "n_wait > n_say"],
};

test("a workflow is published, called and looked at", async ({ page, request }) => {
  await importWorkflow(page, flow);
  workflow = /wf_\w+/.exec(page.url())?.[0] ?? "";
  await publish(page, "First version");
  const answer = await request.post("/api/webhooks/every-page", { data: { price: 7 } });
  expect(await answer.json()).toEqual({ total: 21 });
  run = answer.headers()["heddle-run"] ?? "";
});

interface View {
  name: string;
  address: () => string;
  /** What stands there once the page is whole. */
  ready: (page: Page) => Promise<void>;
}

const titled = (title: string | RegExp) => (page: Page) =>
  expect(page.getByRole("heading", { name: title }).first()).toBeVisible();
const withCard = (page: Page) => expect(card(page, "Webhook").first()).toBeVisible();

const views: View[] = [
  {
    name: "workflows",
    address: () => "/workflows",
    ready: (page) => expect(page.getByText("Every page").first()).toBeVisible(),
  },
  { name: "bin", address: () => "/workflows/bin", ready: titled("Bin") },
  { name: "runs", address: () => "/runs", ready: (page) => expect(page.getByText("Every page").first()).toBeVisible() },
  {
    name: "schedules",
    address: () => "/schedules",
    ready: (page) => expect(page.getByText("Every page").first()).toBeVisible(),
  },
  { name: "credentials", address: () => "/credentials", ready: titled(/^Credentials/) },
  { name: "settings", address: () => "/settings", ready: titled("Settings") },
  {
    name: "workspace",
    address: () => "/settings/workspace",
    ready: (page) => expect(page.getByRole("region", { name: "Keeping runs" })).toBeVisible(),
  },
  {
    name: "profile",
    address: () => "/settings/profile",
    ready: (page) => expect(page.getByLabel("Your name")).toBeVisible(),
  },
  {
    name: "api-keys",
    address: () => "/settings/api-keys",
    ready: (page) => expect(page.getByRole("button", { name: /New key/ })).toBeVisible(),
  },
  {
    name: "variables",
    address: () => "/settings/variables",
    ready: (page) => expect(page.getByRole("button", { name: /New variable/ })).toBeVisible(),
  },
  { name: "editor", address: () => `/workflows/${workflow}`, ready: withCard },
  { name: "webhook-settings", address: () => `/workflows/${workflow}`, ready: openWebhook },
  { name: "palette", address: () => `/workflows/${workflow}`, ready: openPalette },
  {
    name: "editor-run",
    address: () => `/workflows/${workflow}?run=${run}`,
    ready: (page) => expect(card(page, "Set fields")).toContainText(/ms|item/),
  },
  { name: "workflow-runs", address: () => `/workflows/${workflow}/runs`, ready: titled(/Runs/) },
  { name: "run", address: () => `/runs/${run}`, ready: withCard },
  { name: "commands", address: () => "/runs", ready: openCommands },
  { name: "docs", address: () => "/docs", ready: titled(/./) },
  { name: "docs-node", address: () => "/docs/nodes/http.request", ready: titled(/HTTP/) },
  { name: "docs-guide", address: () => "/docs/guides/webhooks", ready: titled(/./) },
  { name: "docs-api", address: () => "/docs/api", ready: titled(/./) },
];

async function openWebhook(page: Page): Promise<void> {
  await card(page, "Webhook").first().click();
  await page.getByRole("button", { name: /^More/ }).click();
  const most = page.getByRole("textbox", { name: "Calls at most" });
  await most.scrollIntoViewIfNeeded();
  await expect(most).toBeInViewport();
}

async function openPalette(page: Page): Promise<void> {
  await withCard(page);
  await page.keyboard.press("n");
  await expect(page.getByRole("combobox").first()).toBeVisible();
}

async function openCommands(page: Page): Promise<void> {
  await titled(/^Runs/)(page);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByPlaceholder("Find a page, a workflow or an act")).toBeVisible();
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`every page is accessible and fits, ${colorScheme}, ${width} px`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      for (const { name, address, ready } of views) {
        await test.step(name, async () => {
          await page.goto(address());
          await ready(page);
          if (process.env.SHOTS)
            await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}-${width}.png` });
          await expectAccessible(page);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        });
      }
    });
  }
}
