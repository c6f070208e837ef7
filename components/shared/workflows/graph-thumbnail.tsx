import type { WorkflowDocument } from "#lib/engine/document.ts";
import { cn } from "#lib/utils.ts";

const WIDTH = 64;
const HEIGHT = 44;
const PAD = 4;
const CARD = { width: 12, height: 5 };

const fills: Readonly<Record<string, string>> = {
  trigger: "fill-cat-trigger",
  control: "fill-cat-control",
  data: "fill-cat-data",
  code: "fill-cat-code",
  http: "fill-cat-network",
  ai: "fill-cat-ai",
  knowledge: "fill-cat-knowledge",
};

/**
 * A workflow's shape at a glance: a bar per node, in the colour of its kind, where the canvas would draw it. What stands
 * inside a loop is left out: at this size it is the loop.
 * @param scale 1 is 64 × 44 px
 */
export function GraphThumbnail({ document, scale = 1 }: { document: WorkflowDocument; scale?: number }) {
  const nodes = document.nodes.filter(({ parent }) => parent == null);
  const { places, card } = placesIn(nodes);
  return (
    <svg
      aria-hidden="true"
      width={WIDTH * scale}
      height={HEIGHT * scale}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="shrink-0 rounded-[5px] border border-line bg-canvas"
    >
      {document.edges.map((edge) => {
        const from = places.get(edge.source);
        const to = places.get(edge.target);
        if (!from || !to) return null;
        const middle = (from.y + card.height + to.y) / 2;
        return (
          <path
            key={edge.id}
            d={`M${from.x} ${from.y + card.height}V${middle}H${to.x}V${to.y}`}
            className="fill-none stroke-edge"
            strokeWidth={0.75}
          />
        );
      })}
      {nodes.map((node) => {
        const place = places.get(node.id);
        if (!place) return null;
        return (
          <rect
            key={node.id}
            x={place.x - card.width / 2}
            y={place.y}
            width={card.width}
            height={card.height}
            rx={1.5}
            className={cn("opacity-80", fills[node.type.split(".")[0] ?? ""] ?? "fill-cat-control")}
          />
        );
      })}
    </svg>
  );
}

/** Top middles of the cards, scaled so that all fit. */
function placesIn(nodes: WorkflowDocument["nodes"]) {
  const xs = nodes.map(({ position }) => position?.x ?? 0);
  const ys = nodes.map(({ position }) => position?.y ?? 0);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const columns = new Set(xs).size;
  const card = { width: columns > 3 ? 9 : CARD.width, height: CARD.height };
  const stepX = right === left ? 0 : (WIDTH - 2 * PAD - card.width) / (right - left);
  const stepY = bottom === top ? 0 : (HEIGHT - 2 * PAD - card.height) / (bottom - top);
  // Narrow graphs keep their shape: two branches do not stand at the two ends of the picture.
  const scaleX = Math.min(stepX, columns > 3 ? stepX : 0.075);
  const places = new Map(
    nodes.map((node) => {
      const x = WIDTH / 2 + ((node.position?.x ?? 0) - (left + right) / 2) * scaleX;
      return [node.id, { x, y: PAD + ((node.position?.y ?? 0) - top) * stepY }];
    }),
  );
  return { places, card };
}
