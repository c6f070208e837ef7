import type { NodePolicy } from "#lib/engine/document.ts";
import type { JsonObject } from "#lib/engine/json.ts";
import type { AnyDefinition } from "#lib/nodes/define.ts";

/** Everything on the canvas is measured in these, so that cards, threads and tests agree without asking the page. */
export const CARD_WIDTH = 208;
export const CARD_HEIGHT = 48;
/** The strip below that lists what a node is made of. */
export const STRIP_HEIGHT = 28;
const EXTRA_WIDTH_PER_PORT = 72;
const PORTS_WITHOUT_EXTRA_WIDTH = 3;

export interface PortShape {
  id: string;
  title: string;
  kind: "in" | "out" | "error";
  /** Centre of the eyelet, from the card's left edge. */
  x: number;
}

export interface CardShape {
  width: number;
  height: number;
  ins: readonly PortShape[];
  outs: readonly PortShape[];
}

function spread(count: number, width: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(((i + 0.5) * width) / count));
}

/** Output ports of a node with this config, the policy's `error` first: it sits on the left. */
export function outputPorts(definition: AnyDefinition, config: JsonObject, policy: NodePolicy | undefined): string[] {
  const ports = typeof definition.ports === "function" ? definition.ports(config) : definition.ports;
  return policy?.onError === "port" ? ["error", ...ports] : [...ports];
}

/** Where a card's eyelets are, or those of a frame of this size. A type that is not installed keeps the ports its threads use. */
export function cardShape(
  definition: AnyDefinition | undefined,
  config: JsonObject,
  policy: NodePolicy | undefined,
  used: { ins: readonly string[]; outs: readonly string[] } = { ins: [], outs: [] },
  size?: { width: number; height: number },
): CardShape {
  const inIds = definition === undefined ? [...new Set(["in", ...used.ins])] : [...definition.inputs];
  const outIds =
    definition === undefined ? [...new Set(["out", ...used.outs])] : outputPorts(definition, config, policy);
  const most = Math.max(inIds.length, outIds.length);
  const width = size?.width ?? CARD_WIDTH + Math.max(0, most - PORTS_WITHOUT_EXTRA_WIDTH) * EXTRA_WIDTH_PER_PORT;
  const inX = spread(inIds.length, width);
  const outX = spread(outIds.length, width);
  const titleOf = (id: string) => definition?.portTitles?.[id] ?? id;
  return {
    width,
    height: size?.height ?? CARD_HEIGHT + (definition?.parts ? STRIP_HEIGHT : 0),
    ins: inIds.map((id, i) => ({ id, title: titleOf(id), kind: "in", x: inX[i] ?? width / 2 })),
    outs: outIds.map((id, i) => ({
      id,
      title: titleOf(id),
      kind: id === "error" && policy?.onError === "port" ? "error" : "out",
      x: outX[i] ?? width / 2,
    })),
  };
}

export type Tier = "full" | "compact" | "plain";

/** How much a card shows at a zoom: 80 % and up everything, from 52 % (two lines of readable text still fit) name and status, below that a bar. */
export function tierOf(zoom: number): Tier {
  if (zoom >= 0.8) return "full";
  return zoom >= 0.52 ? "compact" : "plain";
}
