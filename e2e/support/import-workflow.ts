import { expect, type Page } from "@playwright/test";
import { importText } from "./import-text.ts";

interface Given {
  name: string;
  nodes: readonly object[];
  edges: readonly string[];
}

/** Makes a workflow from a text, as a person would with one they were sent. Edges: `start > call`, `check.true > call`. */
export async function importWorkflow(page: Page, { name, nodes, edges }: Given): Promise<void> {
  const document = {
    schemaVersion: 1,
    nodes: nodes.map((node, i) => ({ version: 1, position: { x: 0, y: i * 104 }, config: {}, ...node })),
    edges: edges.map((edge, i) => {
      const [from = "", target = ""] = edge.split(" > ");
      const [source = "", sourcePort = "out"] = from.split(".");
      return { id: `e_${i}`, source, sourcePort, target, targetPort: "in" };
    }),
  };
  await importText(page, JSON.stringify({ name, document }));
  await expect(page.locator(".react-flow__node").first()).toBeVisible();
}

export async function publish(page: Page, note = ""): Promise<void> {
  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog");
  if (note) await dialog.getByLabel(/What changed/).fill(note);
  await dialog.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("button", { name: "Done" }).click();
}

/** Runs the draft by hand with this input. */
export async function runDraft(page: Page, input: unknown = {}): Promise<void> {
  await page.getByRole("button", { name: /^Run/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(JSON.stringify(input));
  await dialog.getByRole("button", { name: /^Run/ }).click();
  await expect(page).toHaveURL(/run=run_/);
}

export const card = (page: Page, title: string) => page.locator(".react-flow__node").filter({ hasText: title });
