import { z } from "zod";
import { compile } from "../engine/compile/compile.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import type { GraphNode, RunGraph } from "../engine/graph.ts";
import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import type { Catalogue } from "../nodes/define.ts";

/** What of a version's runs an answer is made of: all that a reader of the journal has to know of the document. */
export type ChatPlan = {
  /** Keys of the nodes that answer before the run's end (E15). */
  responds: string[];
  /** Keys of the nodes whose text, while they write it, is the answer's. */
  writers: string[];
  /** Whether the answer is a writer's text, letter by letter. */
  isVerbatim: boolean;
  /** Nodes whose work is shown beside the answer, by their key: an agent's sub-steps, a search. */
  shown: { key: string; title: string; kind: "agent" | "search" }[];
};

const shownKinds: Readonly<Record<string, ChatPlan["shown"][number]["kind"] | undefined>> = {
  "ai.agent": "agent",
  "knowledge.retrieve": "search",
};

type Raw = ReadonlyMap<string, JsonObject>;

/** Null where the version does not compile today, or has no such trigger. */
export function chatPlan(document: WorkflowDocument, triggerNodeId: string, catalogue: Catalogue): ChatPlan | null {
  const compiled = compile(document, catalogue);
  const graph = compiled.ok ? compiled.compiled.graphs.get(triggerNodeId) : undefined;
  if (!graph) return null;
  const raw: Raw = new Map(document.nodes.map(({ id, config }) => [id, config]));
  const isWriter = (node: GraphNode) => writesText(node, raw, catalogue);
  const ends = endsOf(graph);
  const writers = new Set<GraphNode>();
  const seen = new Set<GraphNode>();
  for (const end of ends) goBack(end, graph, isWriter, { seen, writers });
  return {
    responds: allNodes(graph).flatMap((node) => (isOn(node, "control.respond") ? [node.key] : [])),
    writers: [...writers].map(({ key }) => key),
    isVerbatim: writers.size > 0 && ends.every((end) => isVerbatim(end, graph, raw, writers)),
    shown: allNodes(graph).flatMap(({ key, label: title, type }) => {
      const kind = shownKinds[type];
      return kind ? [{ key, title, kind }] : [];
    }),
  };
}

/** Where the answer comes from: nodes that respond, else that give the run's output (E15, E9). */
function endsOf({ nodes }: RunGraph): GraphNode[] {
  for (const type of ["control.respond", "control.output"]) {
    const found = nodes.filter((node) => isOn(node, type));
    if (found.length > 0) return found;
  }
  return nodes.filter(({ out }) => out.length === 0);
}

interface Walked {
  seen: Set<GraphNode>;
  writers: Set<GraphNode>;
}

/** From an end against the threads, and along what is read, up to the first nodes that touch the world. */
function goBack(node: GraphNode, graph: RunGraph, isWriter: (node: GraphNode) => boolean, walked: Walked): void {
  if (walked.seen.has(node)) return;
  walked.seen.add(node);
  if (isWriter(node)) {
    walked.writers.add(node);
    return;
  }
  if (node.effect !== "pure" && !node.disabled) return;
  for (const { source } of node.in) goBack(graph.nodes[source] as GraphNode, graph, isWriter, walked);
  for (const { node: read } of node.reads)
    if (read >= 0) goBack(graph.nodes[read] as GraphNode, graph, isWriter, walked);
}

/** Does it tell its words while it writes them, and is it they that it gives as `text`? JSON in the making is no answer. */
function writesText({ type, id, disabled }: GraphNode, raw: Raw, catalogue: Catalogue): boolean {
  const definition = catalogue.get(type);
  if (disabled || definition?.category !== "ai") return false;
  const { output } = definition;
  const schema = typeof output === "function" ? output(raw.get(id) ?? {}) : output;
  return schema instanceof z.ZodObject && schema.shape.text instanceof z.ZodString;
}

/** Does nothing stand between a writer's text and the answer? */
function isVerbatim(end: GraphNode, graph: RunGraph, raw: Raw, writers: ReadonlySet<GraphNode>): boolean {
  if (writers.has(end)) return true;
  const config = raw.get(end.id) ?? {};
  const given = end.type === "control.respond" ? config.body : config.value;
  const text = isJsonObject(given) ? given.text : given;
  const read = readOf(text);
  if (read === null) return false;
  if (read === "input") return end.in.every(({ source }) => writers.has(graph.nodes[source] as GraphNode));
  const node = graph.byKey.get(read);
  return node !== undefined && writers.has(node);
}

/** `{{ ask }}`, `{{ ask.text }}`: the name that is read; null for anything more. */
function readOf(text: Json | undefined): string | null {
  return typeof text === "string" ? (/^\s*\{\{\s*(\w+)(?:\??\.text)?\s*\}\}\s*$/.exec(text)?.[1] ?? null) : null;
}

function isOn(node: GraphNode, type: string): boolean {
  return node.type === type && !node.disabled;
}

function allNodes({ nodes }: RunGraph): GraphNode[] {
  return nodes.flatMap((node) => (node.body ? [node, ...allNodes(node.body.graph)] : [node]));
}
