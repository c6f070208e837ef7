import type { GraphNode } from "../../engine/graph.ts";
import { isJsonObject, type Json, type JsonObject } from "../../engine/json.ts";
import type { Came, Script, Sight } from "../../engine/testing/reference-world.ts";
import { itemsOf, NAP_MS, type Placed } from "./drawn-document.ts";

/** Does the execution at this path fail whatever is tried? The same answer for kernel and reference. */
export function isHopeless(path: string, { luck, flaky, attempts }: Placed): boolean {
  return flaky >= attempts || (luck % 3 === 0 && (luck + indexOf(path)) % 6 < 3);
}

/** Number of the innermost round. */
export function indexOf(path: string): number {
  return Number([...path.matchAll(/\[(\d+)\]/g)].at(-1)?.[1] ?? 0);
}

/** What the nodes of a drawn document come to, as the reference is to be told. */
export function scriptOf(placed: ReadonlyMap<string, Placed>): Script {
  const drawn = (node: GraphNode) => placed.get(node.key) as Placed;
  return {
    items: (node) => itemsOf(drawn(node)) as Json[],
    hasNext: (node) => drawn(node).hasNext,
    run: (path, node, input, sight) => came(path, node, input, drawn(node), sight),
  };
}

function came(path: string, node: GraphNode, input: Json, drawn: Placed, sight: Sight): Came {
  if (node.disabled) return completed(node.ports[0] ?? "out", input);
  switch (drawn.kind) {
    case "set":
      return set(path, drawn, sight);
    case "if":
      return completed((drawn.luck + Number(sight.root("index") ?? 0)) % 2 === 0 ? "true" : "false", input);
    case "step":
      return isHopeless(path, drawn) ? failed(path, drawn) : completed("out", { at: path });
    case "agent":
      return completed("out", { results: [{ at: `${path}/ask#1` }, { at: `${path}/ask#2` }] });
    case "nap":
      return { ...completed("out", { waitedMs: NAP_MS }), way: "E16 waits longer than a run may be at work" };
    case "respond":
      return completed("out", { status: 200, headers: {}, body: input });
    default:
      return completed("out", input);
  }
}

function set(path: string, drawn: Placed, sight: Sight): Came {
  const output: JsonObject = { key: drawn.key };
  let way: string | undefined;
  if (drawn.target !== null) {
    const value = sight.output(drawn.target);
    if (drawn.strict && value === null) return { ...failed(path, drawn), way: "E7 null_member" };
    way = value === null ? "E7 what is not seen is null" : "E7 sees";
    output.unseen = drawn.strict ? !(isJsonObject(value) && "key" in value) : value === null;
  }
  if (drawn.around.length > 0) {
    output.round = sight.root("index");
    output.outer = (sight.output(drawn.around[0] as string) as JsonObject).index ?? null;
  }
  return { ...completed("out", output), ...(way ? { way } : {}) };
}

function completed(port: string, output: Json): Came {
  return { outcome: { status: "completed", ports: [port] }, output };
}

/** E2. */
function failed(path: string, { onError }: Placed): Came {
  const output = { error: path };
  if (onError === "continue") return { ...completed("out", output), failed: path };
  return { outcome: { status: "failed", ports: onError === "port" ? ["error"] : [] }, output, failed: path };
}
