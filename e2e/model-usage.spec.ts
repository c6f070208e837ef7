import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow, runDraft } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const NAME = "Ask twice, at a price";
const runId = (page: Page) => new URL(page.url()).searchParams.get("run") ?? "";

test("what models cost is seen on the run and over time, and a budget stops a run", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/settings/models");
  const prices = page.getByRole("region", { name: "Prices" });
  await prices.getByRole("button", { name: "Enter a price" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Model" }).fill("demo/writer");
  await dialog.getByRole("spinbutton", { name: "Read", exact: true }).fill("1000");
  await dialog.getByRole("spinbutton", { name: "Written", exact: true }).fill("2000");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  const own = prices.getByRole("row").filter({ hasText: "demo/writer" });
  await expect(own).toContainText("Yours");
  await expect(own).toContainText("2000");
  await expectAccessible(page);

  const ask = (key: string) => ({
    id: key,
    key,
    type: "ai.llm",
    label: key === "ask" ? "Ask" : "Ask again",
    config: { model: "demo/writer", prompt: "What is a heddle?" },
  });
  await importWorkflow(page, {
    name: NAME,
    nodes: [{ id: "start", key: "start", type: "trigger.manual", label: "Start" }, ask("ask"), ask("again")],
    edges: ["start > ask", "ask > again"],
  });
  await runDraft(page);
  await expect(card(page, "Ask again").locator(".node-card")).toHaveAttribute("data-status", "done");
  const editor = page.url();
  await page.goto(`/runs/${runId(page)}`);
  await expect(page.getByTestId("run-spent")).toHaveText(/^· \d+ tokens · \$0\.\d+$/);
  await card(page, "Ask again").click();
  await expect(page.getByTestId("node-spent")).toHaveText(/^1 call · \d+ tokens · \$0\.0\d+$/);
  await expectAccessible(page);

  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByRole("link", { name: "Usage" }).click();
  const row = page.getByRole("region", { name: "By workflow" }).getByRole("row").filter({ hasText: NAME });
  await expect(row).toContainText("$0.");
  await expect(page.getByRole("region", { name: "By model" })).toContainText("demo/writer");
  await expect(page.getByRole("figure", { name: "Cost by day" })).toBeVisible();
  await expectAccessible(page);

  await page.goto(editor);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Budget" }).click();
  const budget = page.getByRole("dialog", { name: "Budget of a run" });
  await budget.getByRole("textbox", { name: "Tokens" }).fill("0");
  await expect(budget.getByRole("button", { name: "Save" })).toBeDisabled();
  await budget.getByRole("textbox", { name: "Tokens" }).fill("");
  await budget.getByRole("textbox", { name: "US dollars" }).fill("0.001");
  await expectAccessible(page);
  await budget.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  const first = runId(page);
  await runDraft(page);
  await expect.poll(() => runId(page)).not.toBe(first);
  await expect(card(page, "Ask again").locator(".node-card")).toHaveAttribute("data-status", "failed");
  await page.goto(`/runs/${runId(page)}`);
  await expect(page.getByRole("alert").filter({ hasText: "Ask again failed" })).toContainText(
    /The budget of this run is used up: \$0\.\d+ of \$0\.001 are spent, so the model was not asked/,
  );
  await expect(page.getByTestId("run-spent")).toHaveText(/tokens · \$0\.\d+$/);
  await expectAccessible(page);

  // Other tests ask the demo for nothing.
  await page.goto("/settings/models");
  await own.getByRole("button", { name: "Change the price of demo/writer" }).click();
  await dialog.getByRole("button", { name: "Take it out" }).click();
  await expect(own).toContainText("free");
});
