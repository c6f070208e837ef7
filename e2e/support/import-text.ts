import { expect, type Page } from "@playwright/test";

/** Makes a workflow out of a text, as a person would. The editor is open afterwards. */
export async function importText(page: Page, text: string): Promise<void> {
  await page.goto("/workflows");
  await page.getByRole("button", { name: /^Import/ }).click();
  await page.getByLabel("Or paste the text").fill(text);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/\/workflows\/wf_/);
}
