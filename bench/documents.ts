type Node = { id: string; type: string; config: object; parent?: string };

/** A document whose nodes follow each other; `id` is also the key. */
export function chain(nodes: readonly Node[], edges: readonly [string, string][]) {
  return {
    schemaVersion: 1,
    nodes: nodes.map((node) => ({ key: node.id, version: 1, ...node })),
    edges: edges.map(([source, target], index) => ({ id: `e_${index}`, source, target })),
  };
}

export function hook(path: string): Node {
  return { id: "hook", type: "trigger.webhook", config: { path, methods: ["POST"], respond: "by-node" } };
}

export function inRow(ids: readonly string[]): [string, string][] {
  return ids.slice(1).map((target, index) => [ids[index] as string, target]);
}

/** webhook → `count` × set, each with an expression that reads the one before → respond */
export function pureChain(path: string, count: number) {
  const sets = Array.from({ length: count }, (_, index) => ({
    id: `set_${index}`,
    type: "data.set",
    config: {
      fields: [
        {
          name: "total",
          value: index === 0 ? "{{ trigger.body.price * trigger.body.count }}" : `{{ set_${index - 1}.total + 1 }}`,
        },
      ],
    },
  }));
  const reply = { id: "reply", type: "control.respond", config: { body: `{{ set_${count - 1}.total }}` } };
  return chain([hook(path), ...sets, reply], inRow(["hook", ...sets.map(({ id }) => id), "reply"]));
}

const COLUMNS = 27;

/** A manual trigger and pure nodes below it in rows, each joined to the one above, then across until there are `edges`. */
export function gridDocument(nodes: number, edges: number) {
  const rows = Math.floor((nodes - 1) / COLUMNS);
  const idAt = (row: number, column: number) => (row < 0 ? "start" : `set_${row}_${column}`);
  const cells = Array.from({ length: rows * COLUMNS }, (_, at) => [Math.floor(at / COLUMNS), at % COLUMNS] as const);
  const down = cells.map(([row, column]) => [idAt(row - 1, column), idAt(row, column)] as [string, string]);
  const across = cells
    .filter(([row, column]) => row > 0 && column > 0)
    .slice(0, edges - down.length)
    .map(([row, column]) => [idAt(row - 1, column - 1), idAt(row, column)] as [string, string]);
  const document = chain(
    [
      { id: "start", type: "trigger.manual", config: {} },
      ...cells.map(([row, column]) => ({
        id: idAt(row, column),
        type: "data.set",
        config: { fields: [{ name: "total", value: "{{ trigger.n + 1 }}" }] },
      })),
    ],
    [...down, ...across],
  );
  const placed = document.nodes.map((node, at) => ({
    ...node,
    position:
      at === 0 ? { x: 0, y: 0 } : { x: ((at - 1) % COLUMNS) * 240, y: 120 + Math.floor((at - 1) / COLUMNS) * 96 },
  }));
  return { ...document, nodes: placed };
}
