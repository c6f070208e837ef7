import type { Catalogue, UsedNode } from "../../nodes/define.ts";
import { isJsonObject } from "../json.ts";
import { suitsAsTool, whyNotOpen } from "../tool-rules.ts";
import { dependsOnText, fieldNamed } from "./config.ts";
import { below } from "./config-template.ts";
import type { Problems } from "./problems.ts";
import type { Entry } from "./shape.ts";

/** Nodes that a node runs itself; none where its config is too broken to say. */
export function usedNodes({ node, definition }: Entry): readonly UsedNode[] {
  try {
    return isJsonObject(node.config) ? (definition?.usesNodes?.(node.config) ?? []) : [];
  } catch {
    return [];
  }
}

/** The same that is asked of nodes in the document: known types, configs that parse, as far as they are known. */
export function checkUsedNodes(entry: Entry, catalogue: Catalogue, problems: Problems): void {
  if (entry.disabled) return;
  for (const used of usedNodes(entry)) {
    const report = (code: string, message: string, field = used.field) =>
      problems.error(code, `${fieldNamed(entry, used.field)}: ${message}`, { nodeId: entry.node.id, field });
    const definition = catalogue.get(used.type);
    if (!definition) {
      report("unknown_type", used.type === "" ? "choose a node." : `${used.type} is not installed here.`);
      continue;
    }
    if (used.version > definition.version) {
      report("newer_version", `it needs version ${used.version} of ${used.type}. Update Heddle.`);
      continue;
    }
    if (!suitsAsTool(definition) || definition.stepsWhen?.(used.config) === true) {
      report("not_a_tool", `${definition.title} cannot be used like this.`);
      continue;
    }
    for (const field of used.filled) {
      const why = whyNotOpen(definition, field, used.config);
      if (why !== null) report("not_open", why);
    }
    const open = new Set(used.filled);
    for (const issue of definition.config.safeParse(used.config).error?.issues ?? []) {
      const [first] = issue.path;
      if (first !== undefined && open.has(String(first))) continue;
      if (dependsOnText(issue, used.config)) continue;
      const inner = issue.path.reduce<string>((name, part) => below(name, String(part)), "config");
      const label = first === undefined ? "" : `${definition.fields[String(first)]?.label ?? String(first)}: `;
      report("invalid_config", `${label}${issue.message}`, below(used.field, inner));
    }
  }
}
