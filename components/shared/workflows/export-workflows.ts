import { api, asProblem } from "#components/shared/api.ts";
import { toast } from "#components/shared/toast.ts";
import { getDocument, getWorkflow } from "#lib/api/operations.ts";
import type { TextFormat } from "#lib/workflows/text-form.ts";
import { eachOf } from "./each-of.ts";

/** Writes the drafts of these workflows into one file, which the browser keeps. */
export async function exportWorkflows(workflows: readonly { id: string }[], format: TextFormat): Promise<void> {
  try {
    // The YAML writer is loaded by those who export only.
    const { fileName, mediaTypes, writeWorkflows } = await import("#lib/workflows/text-form.ts");
    const texts = new Map<string, Parameters<typeof writeWorkflows>[0][number]>();
    const { failed } = await eachOf(workflows, async ({ id }) => {
      const [{ name, description }, { document }] = await Promise.all([
        api.call(getWorkflow, { params: { id } }),
        api.call(getDocument, { params: { id } }),
      ]);
      texts.set(id, { name, description, document });
    });
    if (failed[0]) throw new Error(failed[0].reason);
    // In the order of the list, whichever answer came first.
    const ordered = workflows.flatMap(({ id }) => texts.get(id) ?? []);
    const day = new Date().toISOString().slice(0, 10);
    download(writeWorkflows(ordered, format), fileName(ordered, format, day), mediaTypes[format]);
  } catch (error) {
    toast.error("Nothing was exported", { description: asProblem(error).message });
  }
}

function download(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the text over by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
