import type { Catalogue } from "../../nodes/define.ts";
import type { WorkflowDocument } from "../document.ts";
import type { CompileResult, RunGraph } from "../graph.ts";
import { bodyReach } from "./body.ts";
import { checkConfig } from "./config.ts";
import { checkContainers, containerRule } from "./containers.ts";
import { checkJoin, joinRule } from "./joins.ts";
import { type Order, orderNodes } from "./order.ts";
import { checkPolicy } from "./policy.ts";
import { named, Problems } from "./problems.ts";
import { certainty, type Reach, reachOf } from "./reach.ts";
import { checkNames, checkSkippable } from "./references.ts";
import { buildRunGraph } from "./run-graph.ts";
import { checkSettings } from "./settings.ts";
import { readShape, type Shape } from "./shape.ts";
import { checkTriggers, isTrigger } from "./triggers.ts";
import { checkUsedNodes } from "./used-nodes.ts";

/**
 * Checks a document and makes the run graphs of its triggers. Every problem is reported at once; warnings do not keep it
 * from running. The editor, publishing and the engine all use this function. Pure.
 */
export function compile(document: WorkflowDocument, catalogue: Catalogue): CompileResult {
  const problems = new Problems();
  const shape = readShape(document, catalogue, problems);
  if (!shape) return { ok: false, problems: problems.found };
  const { entries } = shape;
  const settings = document.settings ?? {};
  checkSettings(document, problems);
  const configs = entries.map((entry) => checkConfig(entry, problems));
  const joins = entries.map((entry, index) => joinRule(entry, configs[index] as (typeof configs)[number]));
  for (const entry of entries) {
    checkPolicy(entry, problems);
    checkUsedNodes(entry, catalogue, problems);
    checkJoin(entry, joins[entry.index] ?? null, problems);
  }
  const containers = entries.map((entry, index) => containerRule(entry, configs[index] as (typeof configs)[number]));
  checkContainers(shape, containers, problems);
  const order = orderNodes(shape, problems);
  checkNames(shape, configs, order, problems);
  const triggers = checkTriggers(shape, configs, problems);
  checkReachable(shape, order, problems);
  if (order.hasCycle) return { ok: false, problems: problems.found };

  const graphs = new Map<string, RunGraph>();
  const warned = new Set<string>();
  const checkInside = (reach: Reach): void => {
    checkSkippable(reach, shape, configs, warned, problems);
    for (const member of reach.members)
      if (member.children.length > 0) checkInside(bodyReach(member, reach, shape, order, joins));
  };
  for (const trigger of triggers) {
    const reached = reachOf(trigger, shape, order);
    const endsOnFailure = settings.onFailure?.branches !== "finish";
    const reach: Reach = { trigger, ...reached, certain: certainty(reached, joins, endsOnFailure) };
    checkInside(reach);
    if (!problems.hasErrors)
      graphs.set(trigger.node.id, buildRunGraph(reach, { shape, configs, joins, containers, order, settings }));
  }
  if (problems.hasErrors) return { ok: false, problems: problems.found };
  return { ok: true, compiled: { graphs }, warnings: problems.found };
}

/** Warns of nodes that no trigger leads to, disabled triggers included: those behind one are idle on purpose. */
function checkReachable({ entries }: Shape, order: Order, problems: Problems): void {
  const triggers = entries.filter(isTrigger);
  if (triggers.length === 0) return;
  for (const entry of entries) {
    // What stands in a container is reached with it.
    if (isTrigger(entry) || entry.parent || triggers.some(({ index }) => order.ancestors.has(entry.index, index)))
      continue;
    const message = `No trigger leads to ${named(entry.node)}: it never runs. Connect it, or remove it.`;
    problems.warning("unreachable", message, { nodeId: entry.node.id });
  }
}
