import type { Json } from "#lib/engine/json.ts";

/** What a draft is run with by hand belongs to the person and the workflow, never to the document: it stays in the browser. */
function keyOf(workflowId: string, triggerId: string): string {
  return `heddle:sample:${workflowId}:${triggerId}`;
}

/** @returns JSON as text, `{}` where nothing was kept */
export function readSampleInput(workflowId: string, triggerId: string): string {
  try {
    return localStorage.getItem(keyOf(workflowId, triggerId)) ?? "{}";
  } catch {
    return "{}";
  }
}

export function keepSampleInput(workflowId: string, triggerId: string, text: string): void {
  try {
    localStorage.setItem(keyOf(workflowId, triggerId), text);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

export function sampleText(input: Json): string {
  return JSON.stringify(input, null, 2);
}
