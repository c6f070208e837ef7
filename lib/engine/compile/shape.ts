import { limits } from "../../config/limits.ts";
import type { AnyDefinition, Catalogue } from "../../nodes/define.ts";
import type { DocumentEdge, DocumentNode, WorkflowDocument } from "../document.ts";
import { placeInContainers } from "./containers.ts";
import { edgeNamed, named, type Problems } from "./problems.ts";

/** A node as compile sees it. `definition` is null when this catalogue cannot run it. */
export interface Entry {
  /** Position in `Shape.entries`. */
  index: number;
  node: DocumentNode;
  definition: AnyDefinition | null;
  /** Output ports, `error` included where the policy makes one; null when they are not known. */
  ports: readonly string[] | null;
  disabled: boolean;
  in: Link[];
  out: Link[];
  /** The container it stands in, and what stands in it. */
  parent: Entry | null;
  children: Entry[];
}

/** An edge both of whose ends exist. */
export interface Link {
  id: string;
  source: number;
  target: number;
  sourcePort: string;
  targetPort: string;
}

export interface Shape {
  entries: readonly Entry[];
  links: readonly Link[];
  byKey: ReadonlyMap<string, Entry>;
}

/** Nodes and edges put together, as far as they go together; what does not is a problem. Null: too large to look at. */
export function readShape(document: WorkflowDocument, catalogue: Catalogue, problems: Problems): Shape | null {
  if (isTooLarge(document, problems)) return null;
  const byId = new Map<string, Entry>();
  const byKey = new Map<string, Entry>();
  const entries: Entry[] = [];
  for (const node of document.nodes) {
    const entry = readNode(node, entries.length, catalogue, problems);
    if (byId.has(node.id)) {
      problems.error("duplicate_id", `Two nodes have the id ${node.id}. Give one of them another.`, {
        nodeId: node.id,
      });
      continue;
    }
    const other = byKey.get(node.key);
    if (other) {
      const message = `${named(node)} has the key ${node.key}, which ${named(other.node)} has already. Give it another key.`;
      problems.error("duplicate_key", message, { nodeId: node.id, field: "key" });
    } else byKey.set(node.key, entry);
    byId.set(node.id, entry);
    entries.push(entry);
  }
  placeInContainers(byId, problems);
  const links = readEdges(document.edges, byId, problems);
  return { entries, links, byKey };
}

function isTooLarge({ nodes, edges }: WorkflowDocument, problems: Problems): boolean {
  const over = (count: number, limit: number, what: string) => {
    if (count <= limit) return false;
    const sizes = `${count.toLocaleString("en")} ${what}; ${limit.toLocaleString("en")} are possible`;
    problems.error("document_too_large", `The workflow has ${sizes}. Split it into several workflows.`);
    return true;
  };
  const tooManyNodes = over(nodes.length, limits.documentNodes, "nodes");
  return over(edges.length, limits.documentEdges, "connections") || tooManyNodes;
}

function readNode(node: DocumentNode, index: number, catalogue: Catalogue, problems: Problems): Entry {
  const definition = knownDefinition(node, catalogue, problems);
  const ports = definition && outputPorts(node, definition);
  return {
    index,
    node,
    definition,
    ports,
    disabled: node.disabled === true,
    in: [],
    out: [],
    parent: null,
    children: [],
  };
}

function knownDefinition(node: DocumentNode, catalogue: Catalogue, problems: Problems): AnyDefinition | null {
  const definition = catalogue.get(node.type);
  if (!definition) {
    const message = `${named(node)} is of the type ${node.type}, which is not installed here. Replace it, or install that type.`;
    problems.error("unknown_type", message, { nodeId: node.id });
    return null;
  }
  if (node.version <= definition.version) return definition;
  const versions = `version ${node.version} of ${node.type}; this installation has version ${definition.version}`;
  problems.error("newer_version", `${named(node)} needs ${versions}. Update Heddle.`, { nodeId: node.id });
  return null;
}

/** Output ports as the config gives them; a config that is broken in a way that breaks this is reported elsewhere. */
export function outputPorts(node: DocumentNode, definition: AnyDefinition): readonly string[] | null {
  const hasErrorPort = node.policy?.onError === "port";
  try {
    const own = typeof definition.ports === "function" ? definition.ports(node.config) : definition.ports;
    return hasErrorPort ? [...own, "error"] : own;
  } catch {
    return null;
  }
}

function readEdges(edges: readonly DocumentEdge[], byId: ReadonlyMap<string, Entry>, problems: Problems): Link[] {
  const links: Link[] = [];
  const ids = new Set<string>();
  const ends = new Set<string>();
  for (const edge of edges) {
    const where = { edgeId: edge.id };
    if (ids.has(edge.id)) {
      problems.error("duplicate_id", `Two connections have the id ${edge.id}. Give one of them another.`, where);
      continue;
    }
    ids.add(edge.id);
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    if (!source || !target) {
      const message = `${edgeNamed(edge, byId)} leads nowhere. Remove it.`;
      problems.error("edge_to_nowhere", message, { ...where, ...(source ? { nodeId: edge.source } : {}) });
      continue;
    }
    // Parsed documents have the defaults filled in; a document made in code may not.
    const { sourcePort = "out", targetPort = "in" } = edge;
    if (target.definition?.trigger !== undefined) {
      const message = `${edgeNamed(edge, byId)} leads into a trigger. A trigger starts a run and has nothing before it.`;
      problems.error("edge_into_trigger", message, { ...where, nodeId: edge.target });
      continue;
    }
    if (source.parent !== target.parent) {
      const message = `${edgeNamed(edge, byId)} goes through the wall of a loop. Connect nodes that stand in the same one; what a loop made is its own output.`;
      problems.error("edge_through_wall", message, where);
      continue;
    }
    checkPorts(edge, { source, target, sourcePort, targetPort }, problems);
    const name = JSON.stringify([edge.source, sourcePort, edge.target, targetPort]);
    if (ends.has(name)) {
      problems.error("duplicate_edge", `${edgeNamed(edge, byId)} is there twice. Remove one.`, where);
      continue;
    }
    ends.add(name);
    const link = { id: edge.id, source: source.index, target: target.index, sourcePort, targetPort };
    links.push(link);
    source.out.push(link);
    target.in.push(link);
  }
  return links;
}

interface Ends {
  source: Entry;
  target: Entry;
  sourcePort: string;
  targetPort: string;
}

function checkPorts(edge: DocumentEdge, { source, target, sourcePort, targetPort }: Ends, problems: Problems): void {
  if (source.ports && !source.ports.includes(sourcePort)) {
    const which = `${named(source.node)} has no output "${sourcePort}"`;
    const possible = source.ports.length > 0 ? ` It has: ${source.ports.join(", ")}.` : "";
    const message = `${which}, but a connection to ${named(target.node)} starts there.${possible}`;
    problems.error("unknown_port", message, { edgeId: edge.id, nodeId: source.node.id });
  }
  if (target.definition && !target.definition.inputs.includes(targetPort)) {
    const which = `${named(target.node)} has no input "${targetPort}"`;
    const message = `${which}, but a connection from ${named(source.node)} ends there.`;
    problems.error("unknown_port", message, { edgeId: edge.id, nodeId: target.node.id });
  }
}
