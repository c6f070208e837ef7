import { BitTable } from "./bit-table.ts";
import { named, type Problems } from "./problems.ts";
import type { Entry, Shape } from "./shape.ts";

export interface Order {
  /** Entries by longest way from a start, then by id: an order in which sources stand before targets. */
  sorted: readonly Entry[];
  /** Row: an entry; column: an entry that can come before it. */
  ancestors: BitTable;
  hasCycle: boolean;
}

/** Puts the nodes in order. Nodes on a cycle are reported, and count as standing before each other. */
export function orderNodes({ entries }: Shape, problems: Problems): Order {
  const components = stronglyConnected(entries);
  const ancestors = new BitTable(entries.length, entries.length);
  const depth = new Uint32Array(entries.length);
  let hasCycle = false;
  for (const members of components) {
    const inside = new Set(members);
    const first = members[0] as number;
    const isCycle = members.length > 1 || (entries[first] as Entry).out.some((link) => link.target === first);
    let deepest = 0;
    for (const member of members) {
      for (const { source } of (entries[member] as Entry).in) {
        if (inside.has(source)) continue;
        deepest = Math.max(deepest, (depth[source] as number) + 1);
        ancestors.add(first, source);
        ancestors.unite(first, ancestors, source);
      }
    }
    if (isCycle) {
      hasCycle = true;
      for (const member of members) ancestors.add(first, member);
      reportCycle(
        members.map((member) => entries[member] as Entry),
        problems,
      );
    }
    for (const member of members) {
      depth[member] = deepest;
      if (member !== first) ancestors.unite(member, ancestors, first);
    }
  }
  const byDepth = (a: Entry, b: Entry) => (depth[a.index] as number) - (depth[b.index] as number) || byId(a, b);
  return { sorted: [...entries].sort(byDepth), ancestors, hasCycle };
}

function byId(a: Entry, b: Entry): number {
  return a.node.id < b.node.id ? -1 : a.node.id > b.node.id ? 1 : 0;
}

const NAMED_AT_MOST = 6;

function reportCycle(members: Entry[], problems: Problems): void {
  const names = members.slice(0, NAMED_AT_MOST).map(({ node }) => named(node));
  const more = members.length > NAMED_AT_MOST ? ` and ${members.length - NAMED_AT_MOST} more` : "";
  const [only] = members;
  const message =
    members.length === 1
      ? `${names[0]} is connected to itself. Remove that connection.`
      : `These nodes lead back to themselves: ${names.join(", ")}${more}. Remove one of the connections between them.`;
  problems.error("cycle", message, only ? { nodeId: only.node.id } : {});
}

/**
 * Tarjan's strongly connected components, sources before targets. Without recursion: a chain of thousands of nodes
 * would exhaust the stack.
 */
function stronglyConnected(entries: readonly Entry[]): number[][] {
  const UNSEEN = -1;
  const number = new Int32Array(entries.length).fill(UNSEEN);
  const low = new Int32Array(entries.length);
  const onStack = new Uint8Array(entries.length);
  const nextEdge = new Uint32Array(entries.length);
  const stack: number[] = [];
  const components: number[][] = [];
  let count = 0;
  const enter = (node: number, path: number[]) => {
    number[node] = low[node] = count++;
    stack.push(node);
    onStack[node] = 1;
    path.push(node);
  };
  const leave = (node: number): void => {
    if (low[node] !== number[node]) return;
    const members = stack.splice(stack.lastIndexOf(node));
    for (const member of members) onStack[member] = 0;
    components.push(members);
  };
  const lower = (node: number, to: number) => {
    low[node] = Math.min(low[node] as number, to);
  };
  for (let root = 0; root < entries.length; root++) {
    if (number[root] !== UNSEEN) continue;
    const path: number[] = [];
    enter(root, path);
    while (path.length > 0) {
      const node = path[path.length - 1] as number;
      const link = (entries[node] as Entry).out[nextEdge[node] as number];
      if (link === undefined) {
        path.pop();
        leave(node);
        const caller = path[path.length - 1];
        if (caller !== undefined) lower(caller, low[node] as number);
        continue;
      }
      nextEdge[node] = (nextEdge[node] as number) + 1;
      if (number[link.target] === UNSEEN) enter(link.target, path);
      else if (onStack[link.target] === 1) lower(node, number[link.target] as number);
    }
  }
  return components.reverse();
}
