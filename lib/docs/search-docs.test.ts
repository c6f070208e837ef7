import { describe, expect, test } from "vitest";
import { type SearchEntry, searchDocs } from "./search-docs.ts";

const entry = (title: string, more: Partial<SearchEntry> = {}): SearchEntry => ({
  kind: "Guide",
  title,
  href: `/docs/${title}`,
  text: "",
  ...more,
});

const entries = [
  entry("Who may call", {
    within: "Webhooks",
    text: "A webhook proves who calls: by a signature, a key or a password.",
  }),
  entry("Webhooks", { text: "A workflow that starts with Webhook has an address." }),
  entry("Start a run", { kind: "API", keywords: "POST /api/v1/workflows/{id}/runs startRun", text: "" }),
  entry("Rerunning", { text: "It makes a new run." }),
  entry("slice(start, end?)", { kind: "Expression", keywords: "slice", text: "A part of a text" }),
];

function titles(query: string): string[] {
  return searchDocs(entries, query, 10).map((hit) => hit.entry.title);
}

describe("searching the documentation", () => {
  test("finds a page by its title before its parts, and parts before texts", () => {
    expect(titles("webhook")).toEqual(["Webhooks", "Who may call"]);
    expect(titles("run")).toEqual(["Start a run", "Rerunning"]);
  });

  test("wants every word, wherever it stands", () => {
    expect(titles("webhook signature")).toEqual(["Who may call"]);
    expect(titles("webhook slice")).toEqual([]);
  });

  test("finds operations by path and name, functions by name", () => {
    expect(titles("post workflows/{id}/runs")).toEqual(["Start a run"]);
    expect(titles("startrun")).toEqual(["Start a run"]);
    expect(titles("SLICE")).toEqual(["slice(start, end?)"]);
  });

  test("gives nothing for nothing, and no more than was asked for", () => {
    expect(searchDocs(entries, "  ", 10)).toEqual([]);
    expect(searchDocs(entries, "a", 2)).toHaveLength(2);
  });

  test("shows the words around what was found", () => {
    const text = `${"before ".repeat(40)}the needle lies here${" after".repeat(40)}`;
    const [hit] = searchDocs([entry("Hay", { text })], "needle", 1);
    expect(hit?.excerpt).toMatch(/^… .*the needle lies here.* …$/);
    expect(hit?.excerpt.length).toBeLessThan(140);
  });
});
