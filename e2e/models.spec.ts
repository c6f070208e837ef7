import { expect, test } from "@playwright/test";
import { type ModelServer, startModelServer } from "../lib/testing/model-server.ts";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

let models: ModelServer;
test.beforeAll(async () => {
  models = await startModelServer();
});
test.afterAll(() => models.close());

const KEY = "sk-key-of-the-model-server";

test("a model's account is made in place, and what it writes is watched, also after a reload", async ({ page }) => {
  await importWorkflow(page, {
    name: "Ask a model",
    nodes: [
      { id: "start", key: "start", type: "trigger.manual", label: "Start" },
      {
        id: "ask",
        key: "ask",
        type: "ai.llm",
        label: "Ask",
        config: { model: "demo/writer", prompt: "Tell a story." },
      },
    ],
    edges: ["start > ask"],
  });
  await card(page, "Ask").click();
  const model = page.locator("[data-field=model]");
  await expect(model.getByRole("combobox", { name: /whose account/ })).toContainText("Demo");
  await model.getByRole("button", { name: "New" }).click();
  const dialog = page.getByRole("dialog", { name: "New credential" });
  await dialog.getByLabel("Kind").click();
  await page.getByRole("option", { name: /OpenAI-compatible/ }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Our own models");
  await dialog.getByLabel("Address").fill(`${models.origin}/v1`);
  await dialog.getByLabel("API key").fill(KEY);
  await dialog.getByRole("button", { name: "Store it" }).click();
  await expect(dialog).toBeHidden();
  await expect(model.getByRole("combobox", { name: /whose account/ })).toContainText("Our own models");
  await model.getByLabel(/name of the model/).fill("meta/llama");
  await expectAccessible(page);
  await expect(page.getByText("Saved")).toBeVisible();

  const run = async () => {
    await page.getByRole("button", { name: /^Run/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
  };
  models.next({ half: "Once upon a time there was a lamp", ends: "silent" });
  await run();
  await page.getByRole("tab", { name: "Last run" }).click();
  const written = page.getByRole("region", { name: "Written so far" });
  await expect(written).toContainText("there was a lamp");
  await expectAccessible(page);

  await page.reload();
  await card(page, "Ask").click();
  await page.getByRole("tab", { name: "Last run" }).click();
  await expect(written).toContainText("Once upon a time there was a lamp");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(written).toBeHidden();

  models.next({ text: "It shone." });
  await run();
  await expect(card(page, "Ask").locator(".node-card")).toHaveAttribute("data-status", "done");
  await expect(page.locator("[data-value=Output]")).toContainText("It shone.");
  await expect(page.locator("[data-value=Output]")).toContainText("openai-compatible/meta/llama");
  expect(models.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
  expect(await page.content()).not.toContain(KEY);
});
