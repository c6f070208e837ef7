import { expect, type Page, test } from "@playwright/test";
import { type ModelServer, startModelServer } from "../lib/testing/model-server.ts";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";
import { openShop, type Shop } from "./support/shop.ts";

test.use({ storageState: ownerState });

let models: ModelServer;
let shop: Shop;
test.beforeAll(async () => {
  models = await startModelServer();
  shop = await openShop();
});
test.afterAll(async () => {
  await models.close();
  await shop.close();
});

const run = async (page: Page) => {
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
};

test("an agent with two tools is built, used, and its calls are looked at", async ({ page }) => {
  test.setTimeout(120_000);
  await importWorkflow(page, {
    name: "Ask the warehouse",
    nodes: [{ id: "start", key: "start", type: "trigger.manual", label: "Start" }],
    edges: [],
  });
  await card(page, "Start").hover();
  await card(page, "Start")
    .getByRole("button", { name: /^Add after/ })
    .click();
  await page.getByPlaceholder(/Find a node/).fill("agent");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(card(page, "AI agent")).toContainText("No tools yet");
  await page.getByRole("button", { name: "fx: Task is an expression" }).click();
  await page.getByRole("textbox", { name: "Task" }).fill("Look up stock of LAMP-7, then write the note.");

  const tools = page.locator("[data-field=tools]");
  await tools.getByRole("button", { name: "Add a tool" }).click();
  await page.getByRole("menuitem", { name: /HTTP operation/ }).click();
  await tools.getByLabel("Name", { exact: true }).fill("look_up_stock");
  await tools
    .getByLabel("What it does")
    .fill("Looks up how many of an article are in stock, in all our shops and in the warehouse.");
  await tools.getByRole("textbox", { name: "Request" }).fill("http://demo.heddle.localhost/stock/{sku}");
  await expect(tools.getByText(/list sku as a parameter of the path/).first()).toBeVisible();
  await tools.getByPlaceholder("Name", { exact: true }).first().fill("sku");
  await expect(tools.getByText(/list sku as a parameter of the path/)).toBeHidden();
  await expectAccessible(page);
  await tools.getByRole("button", { name: /look_up_stock/, expanded: true }).click();
  // Its description is longer than the settings are wide.
  await expect(tools.getByRole("button", { name: "Remove look_up_stock" })).toBeInViewport({ ratio: 1 });

  await tools.getByRole("button", { name: "Add a tool" }).click();
  await page.getByRole("menuitem", { name: /^Node/ }).click();
  await tools.getByLabel("Node", { exact: true }).click();
  await page.getByRole("option", { name: "Template", exact: true }).click();
  await tools.getByLabel("Name", { exact: true }).fill("write_note");
  await tools.getByRole("button", { name: "Let the model fill in Text" }).click();
  await expect(tools.getByText("filled in by the model")).toBeVisible();
  await expectAccessible(page);
  await expect(card(page, "AI agent").getByRole("list", { name: "Tools" })).toContainText("look_up_stock");
  await expect(page.getByText("Saved")).toBeVisible();

  await run(page);
  await expect(card(page, "AI agent").locator(".node-card")).toHaveAttribute("data-status", "done");
  const rows = card(page, "AI agent").getByRole("list", { name: "Calls" });
  await expect(rows.getByRole("listitem")).toHaveText([/look_up_stock/, /write_note/]);
  await page.getByRole("tab", { name: "Last run" }).click();
  const calls = page.getByRole("region", { name: "Calls" });
  await expect(calls).toContainText("3 turns · 2 uses of tools");
  await calls
    .getByRole("button", { name: /look_up_stock/ })
    .last()
    .click();
  await expect(calls).toContainText("inStock");
  await expect(page.locator("[data-value=Output]")).toContainText("This is the demo model");
  await expectAccessible(page);

  await page.goto(`/runs/${new URL(page.url()).searchParams.get("run")}`);
  await card(page, "AI agent").click();
  await page.getByRole("tab", { name: /^Calls/ }).click();
  await expect(page.getByRole("region", { name: "Calls" })).toContainText("look_up_stock");
  await expectAccessible(page);
});

test("U40 calls appear as rows while they happen, with what the model writes, also after a reload", async ({
  page,
}) => {
  await importWorkflow(page, {
    name: "Answer customers",
    nodes: [
      { id: "start", key: "start", type: "trigger.manual", label: "Start" },
      {
        id: "agent",
        key: "agent",
        type: "ai.agent",
        label: "Draft reply",
        config: {
          model: "demo/writer",
          prompt: "Where is my order?",
          tools: [
            {
              kind: "http",
              name: "get_customer",
              description: "Looks up the customer.",
              method: "POST",
              url: `${shop.url}/customers`,
              idempotent: true,
            },
          ],
        },
      },
    ],
    edges: ["start > agent"],
  });
  await card(page, "Draft reply").click();
  const model = page.locator("[data-field=model]");
  await model.getByRole("button", { name: "New" }).click();
  const dialog = page.getByRole("dialog", { name: "New credential" });
  await dialog.getByLabel("Kind").click();
  await page.getByRole("option", { name: /OpenAI-compatible/ }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Models of the agent");
  await dialog.getByLabel("Address").fill(`${models.origin}/v1`);
  await dialog.getByLabel("API key").fill("sk-key-of-the-agent");
  await dialog.getByRole("button", { name: "Store it" }).click();
  await expect(dialog).toBeHidden();
  await model.getByLabel(/name of the model/).fill("meta/llama");
  await expect(page.getByText("Saved")).toBeVisible();

  models.next(
    { thought: "First I look.", tools: [{ id: "call_1", name: "get_customer", input: {} }] },
    { half: "Your order is on its way", ends: "silent" },
  );
  shop.hold();
  await run(page);
  const rows = card(page, "Draft reply").getByRole("list", { name: "Calls" });
  await expect(rows.getByRole("listitem")).toHaveText([/Running.*get_customer|get_customer/]);
  await expect(card(page, "Draft reply")).toContainText("Running");
  shop.release();
  await expect(rows.getByRole("listitem")).toHaveText([/get_customer/, /Your order is on its way/]);
  await page.getByRole("tab", { name: "Last run" }).click();
  const calls = page.getByRole("region", { name: "Calls" });
  await expect(calls.getByRole("region", { name: "Written so far" })).toContainText("Your order is on its way");
  await calls.getByRole("button", { name: /Turn 1/ }).click();
  await expect(calls).toContainText("First I look.");
  await expectAccessible(page);

  await page.reload();
  await expect(rows.getByRole("listitem")).toHaveText([/get_customer/, /Your order is on its way/]);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(rows.getByRole("listitem")).toHaveText([/get_customer/]);
});
