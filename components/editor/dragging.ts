import { absoluteOf, frameAt, type Placed } from "#components/canvas/frame-layout.ts";
import type { Point } from "#components/canvas/thread-path.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { moveNodes } from "#lib/workflows/commands/change-node.ts";
import { closesCircle } from "#lib/workflows/commands/connect.ts";
import { FRAME, outermost, sameContainer } from "#lib/workflows/commands/frames.ts";
import type { Diff } from "#lib/workflows/diff.ts";
import { layoutOf } from "./layout.ts";

/** A node and where it was dragged to, from the corner of the frame it stands in. */
export interface Dragged {
  id: string;
  at: Point;
}

interface Options {
  current(): WorkflowDocument;
  commit(diff: Diff, label: string): boolean;
  say(text: string): void;
  titleOf(id: string): string;
}

/** What dragging nodes does: moves them, also over the borders of frames. */
export function dragging({ current, commit, say, titleOf }: Options) {
  /** The container that what was dragged is over, by the middle of what was taken hold of first. */
  const over = (dragged: readonly Dragged[]): string | null | undefined => {
    const layout = layoutOf(current());
    const ids = new Set(dragged.map(({ id }) => id));
    const first = dragged.find(({ id }) => outermost(current(), ids).has(id));
    const placed = first && layout.get(first.id);
    if (!first || !placed) return undefined;
    if (![...layout.values()].some(({ isFrame }) => isFrame)) return placed.parent;
    const corner = placed.parent === null ? { x: 0, y: 0 } : absoluteOf(layout, placed.parent);
    const middle = {
      x: corner.x + first.at.x + placed.shape.width / 2,
      y: corner.y + first.at.y + Math.min(placed.shape.height / 2, 24),
    };
    return frameAt(layout, middle, ids);
  };

  const sayMoved = (target: string | null, diff: Diff) => {
    const cut = diff.edges.length > 0 ? " Connections over its border were taken off." : "";
    say(`${target === null ? "Moved out of the loop." : `Moved into ${titleOf(target)}.`}${cut}`);
  };

  return {
    frameAt: (point: Point) => frameAt(layoutOf(current()), point),
    dropTarget(dragged: readonly Dragged[]): string | null {
      const target = over(dragged) ?? null;
      return dragged.some(({ id }) => (layoutOf(current()).get(id)?.parent ?? null) !== target) ? target : null;
    },
    drop(dragged: readonly Dragged[]) {
      const document = current();
      const layout = layoutOf(document);
      const target = over(dragged) ?? null;
      const corner = target === null ? { x: 0, y: 0 } : absoluteOf(layout, target);
      const outer = outermost(document, new Set(dragged.map(({ id }) => id)));
      const places: Record<string, Point> = {};
      const parents = new Map<string, string | null>();
      // Whatever stands in the frames concerned is written as it is drawn, so that nothing jumps.
      const frames = new Set([target, ...dragged.map(({ id }) => layout.get(id)?.parent ?? null)]);
      for (const [id, { parent, at }] of layout) if (parent !== null && frames.has(parent)) places[id] = at;
      for (const { id, at } of dragged) {
        const parent = layout.get(id)?.parent ?? null;
        const type = document.nodes.find((node) => node.id === id)?.type ?? "";
        const staysOut = target !== null && catalogue.get(type)?.trigger !== undefined;
        if (!outer.has(id)) continue;
        places[id] = at;
        if (parent === target) continue;
        if (staysOut) {
          say(`${titleOf(id)} starts the workflow, so it stays outside of the loop.`);
          continue;
        }
        const from = parent === null ? { x: 0, y: 0 } : absoluteOf(layout, parent);
        places[id] = { x: from.x + at.x - corner.x, y: from.y + at.y - corner.y };
        const isFirst = target !== null && parents.size === 0 && !document.nodes.some((node) => node.parent === target);
        // Into an empty frame: it stays where it is, and the node goes to its beginning.
        if (isFirst && outer.size === 1) places[id] = { x: FRAME.left, y: FRAME.top };
        parents.set(id, target);
      }
      const diff = moveNodes(document, places, parents);
      if (commit(diff, "Moved") && parents.size > 0) sayMoved(target, diff);
    },
    placesFor(ids: ReadonlySet<string>): string[] {
      const document = current();
      const moving = [...outermost(document, ids)].flatMap((id) => document.nodes.find((node) => node.id === id) ?? []);
      const [parent, ...others] = new Set(moving.map((node) => node.parent ?? null));
      const stays = moving.some(({ type }) => catalogue.get(type)?.trigger !== undefined);
      if (parent === undefined || others.length > 0 || stays) return [];
      const layout = layoutOf(document);
      return [...layout].flatMap(([id, one]) => (one.isFrame && one.parent === parent && !ids.has(id) ? [id] : []));
    },
    move(ids: ReadonlySet<string>, target: string | null) {
      const document = current();
      const layout = layoutOf(document);
      const moving = [...outermost(document, ids)];
      const places: Record<string, Point> = {};
      const inside = [...layout].filter(([, one]) => one.parent === target && target !== null);
      // As they are drawn now, so that nothing jumps.
      for (const [id, one] of inside) places[id] = one.at;
      const corner = cornerFor(
        moving,
        target,
        inside.map(([, one]) => one),
        layout,
      );
      const [first] = moving.flatMap((id) => layout.get(id)?.at ?? []);
      for (const id of moving) {
        const at = layout.get(id)?.at;
        if (at && first) places[id] = { x: corner.x + at.x - first.x, y: corner.y + at.y - first.y };
      }
      const diff = moveNodes(document, places, new Map(moving.map((id) => [id, target])));
      if (commit(diff, "Moved")) sayMoved(target, diff);
    },
    explainRefusal(source: string, target: string) {
      if (source === target || !current().nodes.some(({ id }) => id === target)) return;
      if (!sameContainer(current(), source, target))
        say("A connection cannot cross the border of a loop. Connect the loop itself, or move the node into it.");
      else if (closesCircle(current(), source, target))
        say("This would lead in a circle. Use a loop to repeat something.");
    },
  };
}

const GAP = 56;

/** Where what is moved without a pointer begins: below what stands in the frame, or beside the frame that is left. */
function cornerFor(
  moving: readonly string[],
  target: string | null,
  inside: readonly Placed[],
  layout: ReadonlyMap<string, Placed>,
): Point {
  const left = layout.get(layout.get(moving[0] ?? "")?.parent ?? "");
  // Out of a frame: it stands in the same place as the frame did, next to it.
  if (left !== undefined && left.parent === target) return { x: left.at.x + left.shape.width + GAP, y: left.at.y };
  if (inside.length === 0) return { x: FRAME.left, y: FRAME.top };
  return {
    x: Math.min(...inside.map(({ at }) => at.x)),
    y: Math.max(...inside.map(({ at, shape }) => at.y + shape.height)) + GAP,
  };
}
