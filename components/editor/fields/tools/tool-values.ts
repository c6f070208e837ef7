import type { Json, JsonObject } from "#lib/engine/json.ts";
import { isJsonObject } from "#lib/engine/json.ts";
import { suitsAsTool } from "#lib/engine/tool-rules.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import type { AnyDefinition } from "#lib/nodes/define.ts";

export type ToolKind = "node" | "http" | "knowledge";

/** The list as it is stored, which may hold anything. */
export function toolsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map((tool) => (isJsonObject(tool) ? tool : {})) : [];
}

export function kindOf({ kind }: JsonObject): ToolKind {
  return kind === "http" || kind === "knowledge" ? kind : "node";
}

export function textIn(tool: JsonObject, key: string): string {
  const value = tool[key];
  return typeof value === "string" ? value : "";
}

/** Nodes that can be tools, by their titles. */
export function toolNodes(): AnyDefinition[] {
  return catalogue
    .all()
    .filter(suitsAsTool)
    .sort((a, b) => a.title.localeCompare(b.title));
}

/** What its icon is: a tool of another kind looks like the node that does the same. */
export function typeOfTool(tool: JsonObject): string {
  switch (kindOf(tool)) {
    case "http":
      return "http.request";
    case "knowledge":
      return "knowledge.retrieve";
    case "node":
      return textIn(tool, "type");
  }
}

/** A tool just added. Its name is free, and says what it is until somebody says it better. */
export function newTool(kind: ToolKind, others: readonly JsonObject[]): JsonObject {
  const named = (name: string) => freeName(name, others);
  switch (kind) {
    case "node":
      return { kind, name: named("tool"), description: "", type: "", version: 1, config: {}, open: [] };
    case "http":
      return {
        kind,
        name: named("call_service"),
        description: "",
        method: "GET",
        url: "https://api.example.com/items/{id}",
        parameters: [{ name: "id", in: "path", type: "text", description: "", required: true }],
      };
    case "knowledge":
      return {
        kind,
        name: named("search_knowledge"),
        description: "Finds passages that answer a question.",
        base: "",
        count: 5,
      };
  }
}

/** The tool with another node: what only fitted the one before goes. */
export function withNode(tool: JsonObject, definition: AnyDefinition, others: readonly JsonObject[]): JsonObject {
  const isUntouched = textIn(tool, "type") === "" || textIn(tool, "description") === summaryOf(textIn(tool, "type"));
  return {
    ...tool,
    ...(isUntouched ? { name: freeName(nameFrom(definition.title), others), description: definition.summary } : {}),
    type: definition.type,
    version: definition.version,
    config: definition.defaults,
    open: [],
  };
}

function summaryOf(type: string): string {
  return catalogue.get(type)?.summary ?? "";
}

function nameFrom(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "");
  return name === "" ? "tool" : name.slice(0, 60);
}

function freeName(name: string, others: readonly JsonObject[]): string {
  const taken = new Set(others.map((tool) => textIn(tool, "name").toLowerCase()));
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(free)) return free;
  }
}
