import type { WorkflowDocument } from "#lib/engine/document.ts";
import { cn } from "#lib/utils.ts";

/** Pixels: beside a name in a list, and on a card of its own. */
const sizes = {
  small: { width: 64, height: 44, pad: 4, card: { width: 12, height: 5, radius: 1.5 }, crowded: 9, spread: 0.075 },
  large: { width: 216, height: 132, pad: 6, card: { width: 32, height: 8, radius: 2.5 }, crowded: 22, spread: 0.18 },
} as const;
type Size = (typeof sizes)[keyof typeof sizes];

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
 */
export function GraphThumbnail({
  document,
  size = "small",
}: {
  document: WorkflowDocument;
  size?: keyof typeof sizes;
}) {
  const nodes = document.nodes.filter(({ parent }) => parent == null);
  const { width, height } = sizes[size];
  const { places, card } = placesIn(nodes, sizes[size]);
  return (
    <svg
      aria-hidden="true"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={cn("shrink-0", size === "small" && "rounded-[5px] border border-line bg-canvas")}
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
            rx={card.radius}
            className={cn("opacity-80", fills[node.type.split(".")[0] ?? ""] ?? "fill-cat-control")}
          />
        );
      })}
    </svg>
  );
}

/** Top middles of the cards, scaled so that all fit. */
function placesIn(nodes: WorkflowDocument["nodes"], { width, height, pad, card: usual, crowded, spread }: Size) {
  const xs = nodes.map(({ position }) => position?.x ?? 0);
  const ys = nodes.map(({ position }) => position?.y ?? 0);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const columns = new Set(xs).size;
  const card = { ...usual, width: columns > 3 ? crowded : usual.width };
  const stepX = right === left ? 0 : (width - 2 * pad - card.width) / (right - left);
  const stepY = bottom === top ? 0 : (height - 2 * pad - card.height) / (bottom - top);
  // Narrow graphs keep their shape: two branches do not stand at the two ends of the picture.
  const scaleX = Math.min(stepX, columns > 3 ? stepX : spread);
  const places = new Map(
    nodes.map((node) => {
      const x = width / 2 + ((node.position?.x ?? 0) - (left + right) / 2) * scaleX;
      return [node.id, { x, y: pad + ((node.position?.y ?? 0) - top) * stepY }];
    }),
  );
  return { places, card };
}
