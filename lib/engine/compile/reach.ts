import type { JoinRule } from "../graph.ts";
import { BitTable } from "./bit-table.ts";
import type { Order } from "./order.ts";
import type { Entry, Link, Shape } from "./shape.ts";

/** What one trigger reaches, in order, and what is certain about it. Numbers are positions in `members`. */
export interface Reach {
  trigger: Entry;
  members: readonly Entry[];
  /** Position of an entry by its index; -1: not reached. */
  positions: Int32Array;
  /** Row: a node; column: a node that has completed and is seen whenever the row's node runs (rule E7). */
  certain: BitTable;
  /** Set for what stands in a container: where that stands. */
  outer?: { reach: Reach; position: number; container: Entry };
}

/** Is a node certain to be seen by the member at `position`? Inside a container: also by what the container sees. */
export function isCertain(reach: Reach, position: number, target: Entry): boolean {
  const at = reach.positions[target.index] ?? -1;
  if (at >= 0) return reach.certain.has(position, at);
  const { outer } = reach;
  return (
    outer !== undefined && (outer.container.index === target.index || isCertain(outer.reach, outer.position, target))
  );
}

export function reachOf(trigger: Entry, shape: Shape, order: Order): { members: Entry[]; positions: Int32Array } {
  const reached = new Uint8Array(shape.entries.length);
  const todo = [trigger.index];
  reached[trigger.index] = 1;
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    for (const { target } of (shape.entries[next] as Entry).out) {
      if (reached[target] === 1) continue;
      reached[target] = 1;
      todo.push(target);
    }
  }
  const positions = new Int32Array(shape.entries.length).fill(-1);
  const members = order.sorted.filter(({ index }) => reached[index] === 1);
  for (const [position, { index }] of members.entries()) positions[index] = position;
  return { members, positions };
}

/**
 * Which nodes are certain to have completed when a node runs. Whatever is on every way to it is; so is a parallel
 * branch that cannot have been skipped, since the node has waited for it. A failure that ends the run counts as neither: the
 * node does not run then. Order of facts: rules E2-E5.
 */
export function certainty(
  reach: { members: readonly Entry[]; positions: Int32Array },
  joins: readonly (JoinRule | null)[],
  endsOnFailure: boolean,
): BitTable {
  const { members, positions } = reach;
  const certain = new BitTable(members.length, members.length);
  /** Row: a node; column: a node whose completing is enough for the row's node to run. */
  const enough = new BitTable(members.length, members.length);
  const isSure = (link: Link, source: Entry) => carriesAlways(source, link.sourcePort, endsOnFailure);
  for (const [position, entry] of members.entries()) {
    enough.add(position, position);
    const sources = entry.in.filter(({ source }) => (positions[source] as number) >= 0);
    const rule = entry.disabled ? null : (joins[entry.index] ?? null);
    const needsAll = rule?.mode === "every" || (rule?.mode === "count" && rule.count === sources.length);
    for (const [nth, link] of sources.entries()) {
      const source = positions[link.source] as number;
      const seen = seenThrough(certain, source, members.length);
      if (nth === 0 || needsAll) certain.unite(position, seen, 0);
      else certain.intersect(position, seen, 0);
    }
    if (rule && rule.mode !== "all") continue;
    for (const link of sources) {
      if (!isSure(link, members[positions[link.source] as number] as Entry)) continue;
      const source = positions[link.source] as number;
      enough.unite(position, enough, source);
      if (!enough.overlaps(source, certain, position)) continue;
      certain.add(position, source);
      certain.unite(position, certain, source);
    }
  }
  return certain;
}

function seenThrough(certain: BitTable, source: number, size: number): BitTable {
  const seen = new BitTable(1, size);
  seen.unite(0, certain, source);
  seen.add(0, source);
  return seen;
}

/** Is an edge from this port live whenever its source has run and the run goes on? */
function carriesAlways(source: Entry, port: string, endsOnFailure: boolean): boolean {
  if (source.disabled) return port === source.ports?.[0];
  if (source.definition?.trigger !== undefined) return true;
  const only = source.ports?.length === 1 && source.ports[0] === port;
  if (!only) return false;
  return source.node.policy?.onError === "continue" ? port === "out" : endsOnFailure;
}
