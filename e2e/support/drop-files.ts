import { expect, type Page } from "@playwright/test";

export interface Dropped {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** Lets go of files over the page, as a person does. */
export async function dropFiles(page: Page, files: readonly Dropped[]): Promise<void> {
  const packed = files.map(({ name, type, bytes }) => ({ name, type, base64: Buffer.from(bytes).toString("base64") }));
  const dataTransfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, type, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type }));
    }
    return data;
  }, packed);
  await page.dispatchEvent("body", "dragover", { dataTransfer });
  await expect(page.getByText(/^Drop the files to add them/)).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer });
}
