import type { Json } from "../../engine/json.ts";
import { NodeError } from "../define.ts";
import type { Answer, Config } from "./send.ts";

interface Page {
  /** Its own address. */
  url: string;
  /** Number of the page after it. */
  number: number;
  found: readonly Json[];
  answer: Answer;
}

/** The items of one page: the list at `itemsPath`. Without a path a body that is no list counts as one item. */
export function itemsOf(config: Config, body: Json): Json[] {
  const value = valueAt(body, config.itemsPath);
  if (Array.isArray(value)) return value;
  if (config.itemsPath === "" && config.pages !== "page-number") return body === null ? [] : [body];
  if (value === undefined || value === null) {
    // A last page often leaves its list out; a first page without one has its list elsewhere.
    if (config.pages !== "page-number" || config.itemsPath !== "") return [];
  }
  throw new NodeError(
    "invalid_input",
    `The answer has no list of items at "${config.itemsPath || "its top"}". Say where it is.`,
    {
      retry: "never",
      details: { field: "itemsPath" },
    },
  );
}

/** The address of the page after this one; null when it was the last. @throws NodeError `upstream` */
export function nextAddress(config: Config, page: Page): string | null {
  switch (config.pages) {
    case "none":
      return null;
    case "next-url":
      return resolved(valueAt(page.answer.body, config.nextPath), page.url);
    case "link-header":
      return resolved(nextLink(page.answer.headers.link), page.url);
    case "page-number":
      return page.found.length === 0 ? null : withParameter(page.url, config.parameter || "page", String(page.number));
    case "cursor": {
      const cursor = valueAt(page.answer.body, config.nextPath);
      if (typeof cursor !== "string" && typeof cursor !== "number") return null;
      return cursor === "" ? null : withParameter(page.url, config.parameter || "cursor", String(cursor));
    }
  }
}

/** What stands at names with dots between them; undefined where there is nothing. Own properties only. */
export function valueAt(value: Json, path: string): Json | undefined {
  let at: Json | undefined = value;
  for (const name of path.split(".").filter((part) => part !== "")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, Json>)[name];
  }
  return at;
}

/** The target of `rel="next"` (RFC 8288). */
export function nextLink(header: string | undefined): string | undefined {
  for (const [, target, parameters = ""] of (header ?? "").matchAll(/<([^>]*)>((?:[^,"]|"(?:[^"\\]|\\.)*")*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
    const names = (rel?.[1] ?? rel?.[2] ?? "").toLowerCase().split(/\s+/);
    if (names.includes("next")) return target;
  }
  return undefined;
}

function resolved(target: Json | undefined, base: string): string | null {
  if (target === undefined || target === null || target === "" || target === false) return null;
  const url = typeof target === "string" ? URL.parse(target, base) : null;
  if (url !== null) return url.href;
  throw new NodeError("upstream", `The next page is not named by an address: ${JSON.stringify(target).slice(0, 100)}`, {
    retry: "never",
    details: { reason: "next_page_unreadable" },
  });
}

function withParameter(address: string, name: string, value: string): string {
  const url = new URL(address);
  url.searchParams.set(name, value);
  return url.href;
}
