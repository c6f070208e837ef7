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
  readonly #owners = new WeakMap<object, string>();
  readonly #readers: Uint32Array;
  readonly #keep: Uint8Array;
  #bytes = 0;

  constructor(graph: RunGraph) {
    this.#readers = new Uint32Array(graph.nodes.length);
    this.#keep = new Uint8Array(graph.nodes.length);
    for (const node of graph.nodes) {
      for (const edge of node.out) this.#add(edge.source);
      for (const read of node.reads) this.#add(read.node);
      // A node may turn out to be a sink whose output is the run's, whatever its edges (E9).
      if (node.out.length === 0 || node.ports.length > 1 || node.type === "control.output") this.#keep[node.index] = 1;
    }
  }

  /** Bytes of JSON held now. */
  get bytes(): number {
    return this.#bytes;
  }

  get(node: GraphNode): Json | undefined {
    return this.#values.get(node.index)?.value;
  }

  /** How `value` is to be journalled for the node at `path`. */
  store(path: string, value: Json): StoredOutput {
    if (typeof value !== "object" || value === null) return { output: value };
    const owner = this.#owners.get(value);
    if (owner !== undefined) return { outputOf: owner };
    this.#owners.set(value, path);
    return { output: value };
  }

  set(node: GraphNode, path: string, value: Json, bytes: number): void {
    if (typeof value === "object" && value !== null && !this.#owners.has(value)) this.#owners.set(value, path);
    this.#values.set(node.index, { value, bytes });
    this.#bytes += bytes;
  }

  /** To be called once for each node that settles: what only it would have read goes. */
  release(reader: GraphNode): void {
    for (const edge of reader.in) this.#drop(edge.source);
    for (const read of reader.reads) this.#drop(read.node);
  }

  #add(index: number): void {
    this.#readers[index] = (this.#readers[index] as number) + 1;
  }

  #drop(index: number): void {
    const left = (this.#readers[index] as number) - 1;
    this.#readers[index] = left;
    if (left > 0 || this.#keep[index] === 1) return;
    const held = this.#values.get(index);
    if (!held) return;
    this.#values.delete(index);
    this.#bytes -= held.bytes;
  }
}
