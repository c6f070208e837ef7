import type { JoinRule } from "../graph.ts";
import { isJsonObject, type Json } from "../json.ts";
import type { CheckedConfig } from "./config.ts";
import { named, type Problems } from "./problems.ts";
import type { Entry } from "./shape.ts";

const modes = ["all", "every", "any", "count"] as const;

/** Rule E4's reading of a join's config; null for every other node and for a config that does not parse. */
export function joinRule({ definition }: Entry, { parsed }: CheckedConfig): JoinRule | null {
  if (!definition?.join || !isJsonObject(parsed)) return null;
  const config: { [key: string]: Json | undefined } = parsed;
  const mode = modes.find((known) => known === config.mode);
  if (!mode) return null;
  const count = mode === "count" && typeof config.count === "number" ? config.count : 1;
  return { mode, count, cancelOthers: config.cancelOthers === true && (mode === "any" || mode === "count") };
}

export function checkJoin(entry: Entry, rule: JoinRule | null, problems: Problems): void {
  const { node } = entry;
  if (!rule || entry.disabled || rule.mode !== "count" || rule.count <= entry.in.length) return;
  const edges = entry.in.length;
  const leads = edges === 0 ? "no branch leads" : edges === 1 ? "only one branch leads" : `only ${edges} branches lead`;
  const message = `${named(node)} waits for ${rule.count} branches, but ${leads} to it: it could never go on.`;
  const fix = edges > 0 ? { fix: { label: `Wait for ${edges}`, set: { field: "count", value: edges } } } : {};
  problems.error("join_count", message, { nodeId: node.id, field: "count", ...fix });
}
