import type { Page } from "@playwright/test";
import { card } from "./import-workflow.ts";

/** Adds a node by the `+` under an output, and opens its settings. */
export async function addAfter(page: Page, from: string, output: RegExp, search: string): Promise<void> {
  await card(page, from).hover();
  await card(page, from).getByRole("button", { name: output }).click();
  await page.getByPlaceholder(/Find a node/).fill(search);
  await page.keyboard.press("ControlOrMeta+Enter");
}
