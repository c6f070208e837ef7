import type { StoredOutput } from "../engine/events.ts";
import type { GraphNode, RunGraph } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";

/**
 * Outputs that a later node of the run may still read. One is dropped once everything that could read it has settled;
 * sizes are those of the journalled text, shared values counted once.
 */
export class Outputs {
  readonly #values = new Map<number, { value: Json; bytes: number }>();
  /** First node run each object was journalled under: an identical output is stored as a reference to it. */
  readonly #owners: WeakMap<object, string>;
  readonly #readers: Uint32Array;
  readonly #keep: Uint8Array;
  /** Bytes of JSON held by the whole run, iterations of containers included. */
  readonly #run: { bytes: number };
  #own = 0;

  /** @param around outputs of what a container stands in, for an iteration of it */
  constructor(graph: RunGraph, around?: Outputs) {
    const { readers, keep } = usesOf(graph);
    this.#readers = readers.slice();
    this.#keep = keep;
    this.#owners = around ? around.#owners : new WeakMap();
    this.#run = around ? around.#run : { bytes: 0 };
  }

  /** Bytes of JSON held now, in the whole run. */
  get bytes(): number {
    return this.#run.bytes;
  }

  /** Holds so much more, until `drop`. */
  hold(bytes: number): void {
    this.#own += bytes;
    this.#run.bytes += bytes;
  }

  /** An iteration is over: what it held goes. */
  drop(): void {
    this.#run.bytes -= this.#own;
    this.#own = 0;
  }

  get(node: GraphNode): Json | undefined {
    return this.#values.get(node.index)?.value;
  }

  /** Node run that made this very value. */
  ownerOf(value: Json): string | undefined {
    return typeof value === "object" && value !== null ? this.#owners.get(value) : undefined;
  }

  /** How `value` is to be journalled for the node at `path`. */
  store(path: string, value: Json): StoredOutput {
    if (typeof value !== "object" || value === null) return { output: value };
    const owner = this.#owners.get(value);
    if (owner !== undefined) return { outputOf: owner };
    this.#owners.set(value, path);
    return { output: value };
  }

  /** What a round is given: no node of the journal has made it, so that nothing can be stored as a reference to it. */
  enter(wayIn: GraphNode, value: Json): void {
    this.#values.set(wayIn.index, { value, bytes: 0 });
  }

  set(node: GraphNode, path: string, value: Json, bytes: number): void {
    if (typeof value === "object" && value !== null && !this.#owners.has(value)) this.#owners.set(value, path);
    this.#values.set(node.index, { value, bytes });
    this.hold(bytes);
  }

  /** To be called once for each node that settles: what only it would have read goes. */
  release(reader: GraphNode): void {
    for (const edge of reader.in) this.#drop(edge.source);
    for (const read of reader.reads) this.#drop(read.node);
  }

  #drop(index: number): void {
    const left = (this.#readers[index] as number) - 1;
    this.#readers[index] = left;
    if (left > 0 || this.#keep[index] === 1) return;
    const held = this.#values.get(index);
    if (!held) return;
    this.#values.delete(index);
    this.hold(-held.bytes);
  }
}

interface Uses {
  /** How many nodes read each output. */
  readers: Uint32Array;
  /** 1: kept to the end. */
  keep: Uint8Array;
}

const usesByGraph = new WeakMap<RunGraph, Uses>();

function usesOf(graph: RunGraph): Uses {
  const known = usesByGraph.get(graph);
  if (known) return known;
  const readers = new Uint32Array(graph.nodes.length);
  const keep = new Uint8Array(graph.nodes.length);
  const add = (index: number) => {
    // What this trigger does not reach has no position.
    if (index >= 0) readers[index] = (readers[index] as number) + 1;
  };
  for (const node of graph.nodes) {
    for (const edge of node.out) add(edge.source);
    for (const read of node.reads) add(read.node);
    // A node may turn out to be a sink whose output is the run's, whatever its edges (E9).
    if (node.out.length === 0 || node.ports.length > 1 || node.type === "control.output") keep[node.index] = 1;
  }
  const uses = { readers, keep };
  usesByGraph.set(graph, uses);
  return uses;
}
