/** One mistake in the kernel: a piece of its source, and what it becomes. */
export interface Mutant {
  /** The rule that no longer holds. */
  rule: string;
  what: string;
  from: string;
  to: string;
}

/** Mistakes that someone could make in lib/engine/settlement.ts. Each must be found by the property against the reference. */
export const mutants: readonly Mutant[] = [
  {
    rule: "E2",
    what: "every edge of a fact is live",
    from: "const live = ports.includes(edge.sourcePort);",
    to: "const live = ports.length > 0;",
  },
  {
    rule: "E3",
    what: "a node runs once one edge is live",
    from: 'return settled < all ? "wait" : live > 0 ? "run" : "skip";',
    to: 'return live > 0 ? "run" : settled < all ? "wait" : "skip";',
  },
  {
    rule: "E3",
    what: "a node runs though no edge is live",
    from: 'return settled < all ? "wait" : live > 0 ? "run" : "skip";',
    to: 'return settled < all ? "wait" : "run";',
  },
  {
    rule: "E3",
    what: "a skip does not cascade",
    from: 'this.#settle(node, "skipped", [], open);',
    to: 'this.#states[node.index] = "skipped";',
  },
  {
    rule: "E3",
    what: "what one fact decides is decided in the order of its edges",
    from: "while (at > 0 && (open[at - 1] as GraphNode).index > edge.target) at -= 1;",
    to: "",
  },
  { rule: "E4", what: "`every` goes on with one live edge", from: 'live === all ? "run"', to: 'live > 0 ? "run"' },
  { rule: "E4", what: "`count` goes on one edge early", from: ": rule.count;", to: ": rule.count - 1 || 1;" },
  {
    rule: "E4",
    what: "edges that come later are counted",
    from: "if (counted) return counted;",
    to: "if (counted && node.index < 0) return counted;",
  },
  {
    rule: "E5",
    what: "one way into the join is enough to be cancelled",
    from: "node.out.every((edge) => ends[edge.target] === 1)",
    to: "node.out.some((edge) => ends[edge.target] === 1)",
  },
  {
    rule: "E5",
    what: "nodes in flight run on",
    from: 'if (state === "running") decisions.abort.push(node);',
    to: 'if (state === "running") continue;',
  },
  { rule: "E7", what: "a node sees only what leads to it directly", from: "todo.push(source);", to: "seen.add(-1);" },
  {
    rule: "E14",
    what: "a disabled join is decided by its mode",
    from: "const rule = node.disabled ? null : node.join;",
    to: "const rule = node.join;",
  },
];
