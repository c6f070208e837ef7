import type { Page } from "@playwright/test";

/** The API with the session of who is signed in: what a program of theirs would do. The page has to be one of the app's. */
export async function callApi<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const { status, text } = await page.evaluate(
    async ([verb, address, sent]) => {
      const isForm = sent !== undefined && "file" in sent;
      const form = new FormData();
      if (isForm)
        for (const file of sent.file as { name: string; text: string }[])
          form.append("file", new Blob([file.text]), file.name);
      const response = await fetch(`/api/v1${address}`, {
        method: verb,
        ...(isForm
          ? { body: form }
          : sent && { body: JSON.stringify(sent), headers: { "content-type": "application/json" } }),
      });
      return { status: response.status, text: await response.text() };
    },
    [method, path, body as Record<string, unknown> | undefined] as const,
  );
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
