import { type SearchEntry, searchKinds } from "#lib/docs/search-docs.ts";
import { isJsonObject } from "#lib/engine/json.ts";

/** Everything the documentation holds. @throws where the server cannot be reached, or answers with something else */
export async function fetchDocsIndex({ signal }: { signal: AbortSignal }): Promise<SearchEntry[]> {
  const response = await fetch("/docs/search.json", { signal });
  if (!response.ok) throw new Error(`The search could not be loaded (${response.status}).`);
  const entries: unknown = await response.json();
  return Array.isArray(entries) ? entries.filter(isEntry) : [];
}

function isEntry(value: unknown): value is SearchEntry {
  if (!isJsonObject(value)) return false;
  const { kind, title, href, text } = value;
  return [title, href, text].every((one) => typeof one === "string") && searchKinds.some((one) => one === kind);
}
