import { limits } from "../../config/limits.ts";
import type { ContainerRule } from "../graph.ts";
import { isJsonObject, type Json } from "../json.ts";
import type { CheckedConfig } from "./config.ts";
import { named, type Problems } from "./problems.ts";
import type { Entry, Shape } from "./shape.ts";

/** Settings of a container that are read before anything has run. */
const fixedFields: ReadonlySet<string> = new Set(["concurrency", "onItemError", "maxIterations"]);

export function isContainer({ definition }: Entry): boolean {
  return definition?.container !== undefined;
}

/** The containers around an entry, innermost first. */
export function* enclosing({ parent }: Entry): Generator<Entry> {
  for (let next = parent; next; next = next.parent) yield next;
}

/** Puts nodes into the containers that they name. What cannot be is a problem, and then counts as standing outside. */
export function placeInContainers(byId: ReadonlyMap<string, Entry>, problems: Problems): void {
  for (const entry of byId.values()) {
    const { parent } = entry.node;
    if (parent === undefined || parent === null) continue;
    const where = { nodeId: entry.node.id, field: "parent" };
    const container = byId.get(parent);
    if (!container) {
      problems.error(
        "unknown_parent",
        `${named(entry.node)} stands inside a node that does not exist. Move it out.`,
        where,
      );
    } else if (!isContainer(container)) {
      const message = `${named(entry.node)} stands inside ${named(container.node)}, which is no loop. Move it out.`;
      if (container.definition) problems.error("not_a_container", message, where);
    } else if (container === entry || [...enclosing(container)].includes(entry)) {
      problems.error("container_cycle", `${named(entry.node)} stands inside itself. Move it out.`, where);
    } else {
      entry.parent = container;
      container.children.push(entry);
    }
  }
}

/** Rule E13: what may stand in which container, and what a container needs. */
export function checkContainers(
  { entries }: Shape,
  rules: readonly (ContainerRule | null)[],
  problems: Problems,
): void {
  for (const entry of entries) {
    const { node, definition } = entry;
    const around = [...enclosing(entry)];
    const where = { nodeId: node.id };
    if (definition?.trigger !== undefined && around.length > 0) {
      problems.error(
        "trigger_in_container",
        `${named(node)} starts the workflow and cannot stand in a loop. Move it out.`,
        where,
      );
    }
    if (isContainer(entry)) checkContainer(entry, around, problems);
    if (definition?.breaks && !entry.disabled) checkBreak(entry, rules, problems);
    const concurrent = around.find(({ index }) => (rules[index]?.concurrency ?? 1) > 1);
    if (definition?.type === "control.respond" && concurrent && !entry.disabled) {
      const message = `${named(node)} answers the caller, but ${named(concurrent.node)} runs several items at a time: which answer came first would be chance. Let it run one at a time, or move the answer out.`;
      problems.error("not_in_concurrent", message, where);
    }
  }
}

function checkContainer({ node, children, disabled }: Entry, around: readonly Entry[], problems: Problems): void {
  const where = { nodeId: node.id };
  if (children.length === 0 && !disabled)
    problems.error("empty_container", `${named(node)} has nothing in it. Put at least one node into the loop.`, where);
  if (around.length === limits.nesting)
    problems.error(
      "nesting_too_deep",
      `${named(node)} stands inside ${around.length} loops; ${limits.nesting} levels are possible.`,
      where,
    );
  if (node.policy?.retry !== undefined || node.policy?.timeoutMs !== undefined) {
    const message = `${named(node)} is a loop: it is not tried again, and has no time-out. Set these on the nodes inside.`;
    problems.error("invalid_policy", message, { ...where, field: "policy" });
  }
}

function checkBreak(entry: Entry, rules: readonly (ContainerRule | null)[], problems: Problems): void {
  const { node, parent, out } = entry;
  const where = { nodeId: node.id };
  if (!parent)
    problems.error("break_outside", `${named(node)} ends a loop, but stands in none. Move it into one.`, where);
  else if ((rules[parent.index]?.concurrency ?? 1) > 1) {
    const message = `${named(node)} ends a loop at an item, but ${named(parent.node)} runs several at a time. Let it run one at a time.`;
    problems.error("not_in_concurrent", message, where);
  }
  if (out.length > 0)
    problems.error(
      "after_break",
      `${named(node)} ends the loop: what it is connected to would never run. Remove the connection.`,
      where,
    );
}

/** What the engine goes by; null for other nodes and for a config that does not parse. */
export function containerRule({ definition, disabled }: Entry, { parsed }: CheckedConfig): ContainerRule | null {
  if (!definition?.container || disabled) return null;
  const config: { [key: string]: Json | undefined } = isJsonObject(parsed) ? parsed : {};
  const errors = config.onItemError;
  return {
    kind: definition.container,
    concurrency: typeof config.concurrency === "number" ? config.concurrency : 1,
    onItemError: errors === "skip" || errors === "collect" ? errors : "stop",
    maxIterations: typeof config.maxIterations === "number" ? config.maxIterations : 1,
  };
}

export function isFixedField({ definition }: Entry, field: string): boolean {
  return definition?.container !== undefined && fixedFields.has(field);
}
