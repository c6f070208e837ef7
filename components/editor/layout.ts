import { absoluteOf, layOut, type Placed } from "#components/canvas/frame-layout.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { settleFrames } from "#lib/workflows/commands/frames.ts";

const made = new WeakMap<object, Map<string, Placed>>();

/** `layOut`, worked out once for a document: the canvas, the keys and the gestures all ask. */
export function layoutOf(document: WorkflowDocument): Map<string, Placed> {
  const known = made.get(document) ?? layOut(document.nodes, document.edges);
  made.set(document, known);
  return known;
}

/** Frames that grew in a change push down what lies under them, and so on outwards. */
export function withRoom(before: WorkflowDocument, after: WorkflowDocument): WorkflowDocument {
  const was = layoutOf(before);
  if (![...was.values()].some(({ isFrame }) => isFrame)) return after;
  let nodes = after.nodes;
  const frames = [...was].filter(([, { isFrame }]) => isFrame).sort(([, a], [, b]) => b.depth - a.depth);
  for (const [id, old] of frames) {
    const now = layOut(nodes, after.edges);
    const grown = now.get(id);
    const by = grown ? Math.ceil((grown.shape.height - old.shape.height) / 8) * 8 : 0;
    if (!grown || by <= 0) continue;
    const bottom = grown.at.y + old.shape.height;
    const isUnder = (one: string) => {
      const other = now.get(one);
      return other !== undefined && one !== id && other.parent === grown.parent && other.at.y >= bottom - 8;
    };
    nodes = settleFrames(
      nodes.map((node) =>
        node.position && isUnder(node.id) ? { ...node, position: { ...node.position, y: node.position.y + by } } : node,
      ),
    );
  }
  return { ...after, nodes: [...nodes] };
}

/** A point of the canvas as seen from the corner of a frame. */
export function pointIn(layout: ReadonlyMap<string, Placed>, frame: string | null, point: { x: number; y: number }) {
  if (frame === null) return point;
  const at = absoluteOf(layout, frame);
  return { x: point.x - at.x, y: point.y - at.y };
}
