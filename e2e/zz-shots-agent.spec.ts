import { expect, test } from "@playwright/test";
import { type ModelServer, startModelServer } from "../lib/testing/model-server.ts";
import { card, importWorkflow } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });
let models: ModelServer;
test.beforeAll(async () => { models = await startModelServer(); });
test.afterAll(() => models.close());
const OUT = "/tmp/agent-shots";

test("shots", async ({ page }) => {
  test.setTimeout(240_000);
  await importWorkflow(page, {
    name: "Ticket triage",
    nodes: [
      { id: "start", key: "start", type: "trigger.manual", label: "New ticket" },
      { id: "agent", key: "agent", type: "ai.agent", label: "Draft reply", config: {
        model: "demo/writer", prompt: "Where is order 48213? Look up stock, write the note.", system: "You answer customers.",
        memory: { conversation: "{{ input.from }}", window: 10, summarise: true },
        tools: [
          { kind: "http", name: "look_up_stock", description: "Looks up how many of an article are in stock.", url: "http://demo.heddle.localhost/stock/{sku}", parameters: [{ name: "sku", in: "path", type: "text", description: "The article", required: true }] },
          { kind: "node", name: "write_note", description: "Writes a note.", type: "data.template", version: 1, config: { template: "" }, open: [{ field: "template", description: "The note" }] },
          { kind: "knowledge", name: "find_policy", description: "Finds what the house rules say.", base: "Handbook", count: 5 },
        ] } },
      { id: "out", key: "out", type: "control.output", label: "Send reply", config: { value: "{{ agent.text }}" } },
    ],
    edges: ["start > agent", "agent > out"],
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await card(page, "Draft reply").click();
  await expect(page.locator("[data-field=tools]")).toBeVisible();
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: `${OUT}/settings-${theme}.png` });
  }
  await page.emulateMedia({ colorScheme: "light" });
  const tools = page.locator("[data-field=tools]");
  await tools.getByRole("button", { name: /^look_up_stock/ }).click();
  await tools.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${OUT}/http-light.png` });
  await tools.getByRole("button", { name: /^look_up_stock/ }).click();
  await tools.getByRole("button", { name: /^write_note/ }).click();
  await page.screenshot({ path: `${OUT}/node-light.png` });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: `${OUT}/node-dark.png` });
  await page.emulateMedia({ colorScheme: "light" });
  await tools.getByRole("button", { name: /^write_note/ }).click();
  await tools.getByRole("button", { name: "Add a tool" }).click();
  await page.screenshot({ path: `${OUT}/menu-light.png` });
  await page.keyboard.press("Escape");
  const model = page.locator("[data-field=model]");
  await model.getByRole("button", { name: "New" }).click();
  const dialog = page.getByRole("dialog", { name: "New credential" });
  await dialog.getByLabel("Kind").click();
  await page.getByRole("option", { name: /OpenAI-compatible/ }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Shots");
  await dialog.getByLabel("Address").fill(`${models.origin}/v1`);
  await dialog.getByLabel("API key").fill("sk-key-of-the-shots");
  await dialog.getByRole("button", { name: "Store it" }).click();
  await expect(dialog).toBeHidden();
  await model.getByLabel(/name of the model/).fill("meta/llama");
  await expect(page.getByText("Saved")).toBeVisible();
  models.next(
    { thought: "I look first.", text: "Let me look.", tools: [
      { id: "a", name: "look_up_stock", input: { sku: "LAMP-7" } },
      { id: "b", name: "write_note", input: { template: "In stock." } },
      { id: "c", name: "read_secret", input: {} },
    ] },
    { half: "Your order 48213 is on its way, and the lamp is", ends: "silent" },
  );
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByRole("dialog").getByRole("textbox").fill('{"from":"lena@example.org"}');
  await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
  const rows = card(page, "Draft reply").getByRole("list", { name: "Calls" });
  await expect(rows.getByRole("listitem").last()).toContainText("is on its way");
  await page.getByRole("tab", { name: "Last run" }).click();
  await page.getByRole("region", { name: "Calls" }).getByRole("button", { name: /Turn 1/ }).click();
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: `${OUT}/run-${theme}.png` });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.screenshot({ path: `${OUT}/timeline-light.png` });
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("tab", { name: "Runs" }).click();
  await page.getByRole("link").filter({ hasText: /ago|Cancelled/ }).first().click();
  await card(page, "Draft reply").click();
  await page.getByRole("tab", { name: /^Calls/ }).click();
  await page.screenshot({ path: `${OUT}/runpage-light.png` });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${OUT}/runpage-390.png` });
  await page.goBack();
  await page.reload();
  await expect(card(page, "Draft reply")).toBeVisible();
  await card(page, "Draft reply").click();
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-field=tools]")).toBeVisible();
  await page.locator("[data-field=tools]").getByRole("button", { name: /^look_up_stock/ }).click();
  await page.locator("[data-field=tools]").scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${OUT}/form-390.png` });
});
