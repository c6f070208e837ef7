import type { GraphNode, RunGraph } from "../graph.ts";
import type { Json } from "../json.ts";
import type { Outcome } from "./reference.ts";
import type { Told } from "./told.ts";

/** The world that kernel and reference face alike. */
export interface Script {
  /** What a node that is no container comes to. `path` is its key with the rounds around it. */
  run(path: string, node: GraphNode, input: Json, sight: Sight): Came;
  /** What a `for-each` goes through, or the number of rounds for which the condition of a `while` holds. */
  items(node: GraphNode): readonly Json[];
  /** Has this `while` a `next`? It is the number of the round plus one then. */
  hasNext(node: GraphNode): boolean;
}

/** What a node came to. `failed`: path of the node in it that failed. */
export interface Came {
  outcome: Outcome;
  output: Json;
  failed?: string;
  /** Rule that its output shows. */
  way?: string;
}

/** What an expression of a node sees. */
export interface Sight {
  /** Output of a node; null: not seen (E7), or it gave null. */
  output(key: string): Json;
  /** `index`, `item` or `state` of the nearest container. */
  root(name: string): Json;
}

/** What a node run may have come to. `none`: the journal says nothing of it. */
export interface Expected {
  may: ReadonlySet<string>;
  output: Json;
}

export interface ReferenceRun {
  nodes: Map<string, Expected>;
  /** Node that failed the run, by path. */
  failed: string | null;
  output: Json;
  /** What `control.respond` answered, where one did (E15). */
  answer: { position: number; body: Json } | null;
  /** What the journal must not have, and has: in words. */
  complaints: string[];
  /** How often each rule decided, by the way in which it did and the path of what it decided about. */
  ways: { way: string; path: string }[];
}

/** What one graph is walked with: the run's, or that of a round. */
export interface FrameWorld {
  told: Told;
  script: Script;
  run: ReferenceRun;
  /** E10 with `branches: "finish"`. */
  finishes: boolean;
  /** True where rounds have no entries of their own: in a round in which nothing touches the world. */
  isCollected: boolean;
  /** Walks a graph: the run's, or a round's. @param mayBeCut whether something around it may have ended it before its time */
  walk(graph: RunGraph, prefix: string, entry: Json, around: Sight, mayBeCut: boolean, world: FrameWorld): Walked;
}

/** How a frame ended. */
export interface Walked {
  end: "completed" | "failed" | "cut";
  broke: boolean;
  output: Json;
  /** Path of the node that failed first. */
  failed: string | null;
}
