import { Position, useStore } from "@xyflow/react";
import { useMemo, useRef } from "react";
import { useShallow } from "zustand/shallow";
import { Drawing, type Stroke } from "./drawing.tsx";
import { type CardLook, drawCards, drawThreads, type ThreadLook, threadPaths } from "./far-drawing.ts";
import type { FlowEdge } from "./flow-shape.ts";
import type { CardShape } from "./geometry.ts";
import { type CardStatus, statusWord } from "./node-status.ts";
import { useCardPlaces } from "./use-card-places.ts";

/** From this many nodes on a canvas shows only what is seen, and from far away all of it in one drawing. */
export const MANY_NODES = 200;

/** How what is drawn looks, as hooks: each the same function for good, its answer in the order of what it is given. */
export interface FarLook {
  useCards(ids: readonly string[]): readonly CardLook[];
  useThreads(edges: readonly FlowEdge[]): readonly ThreadLook[];
}

/**
 * All of a big workflow from far away, in one drawing: a bar for each card, a line for each thread, without text and eyelets.
 * As elements, a thousand cards would be laid over one another by the browser for each frame and each key.
 */
export function FarView({ edges, look }: { edges: readonly FlowEdge[]; look: FarLook }) {
  const zoom = useStore((state) => state.transform[2]);
  const places = useCardPlaces();
  const ids = useMemo(() => places.map(({ node }) => node.id), [places]);
  const cards = useSame(look.useCards(ids));
  const threads = useSame(look.useThreads(edges));
  const paths = useMemo(() => threadPaths(edges, places), [edges, places]);
  const strokes = useMemo(
    () => [...drawThreads(paths, threads, 1 / zoom), ...drawCards(places, cards, 1 / zoom)],
    [paths, threads, places, cards, zoom],
  );
  return <Seen strokes={strokes} />;
}

/** A pan moves what is drawn, and makes none of it anew. */
function Seen({ strokes }: { strokes: readonly Stroke[] }) {
  const [x, y, zoom] = useStore((state) => state.transform);
  const { width, height } = useStore(useShallow((state) => ({ width: state.width, height: state.height })));
  return <Drawing className="far-view" strokes={strokes} x={x} y={y} zoom={zoom} width={width} height={height} />;
}

/** The list as it was, for as long as what it holds is the same. */
export function useSame<T extends string>(now: readonly T[]): readonly T[] {
  const known = useRef(now);
  const before = known.current;
  if (before.length !== now.length || now.some((one, at) => one !== before[at])) known.current = now;
  return known.current;
}

/** What xyflow puts in place of a card that is drawn from far away: nothing to be seen, but how it stands is still said. */
export function SaidStatus({ status }: { status: CardStatus | null }) {
  return status === null ? null : <i role="img" aria-label={statusWord[status]} />;
}

/** Not to be seen or hit: only where xyflow measures the ends of threads, by these very names. */
export function FarEyelets({ shape }: { shape: CardShape }) {
  return [...shape.ins, ...shape.outs].map(({ id, kind, x }) => (
    <i
      key={`${kind} ${id}`}
      className={`far-eyelet ${kind === "in" ? "target" : "source"}`}
      data-handleid={id}
      data-handlepos={kind === "in" ? Position.Top : Position.Bottom}
      style={{ left: x }}
    />
  ));
}
