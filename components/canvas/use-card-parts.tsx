import type { ReactNode } from "react";
import { useMemo } from "react";
import type { DocumentNode } from "#lib/engine/document.ts";
import type { RunView } from "#lib/engine/run-view.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { callsOf, type NodeCall } from "./agent-calls.ts";
import { CardParts, grownBy } from "./card-parts.tsx";
import type { RunOverlayState } from "./run-overlay.ts";

type UseOverlay = <T>(select: (state: RunOverlayState) => T) => T;

const none: readonly NodeCall[] = [];
const nothing: ReadonlyMap<string, string> = new Map();

/** Calls of a node that lists what it is made of, as they are in the moment that is shown. Others have none. */
export function useCalls(record: DocumentNode | undefined, useOverlay: UseOverlay, at?: string) {
  const isAgent = record !== undefined && catalogue.get(record.type)?.parts !== undefined;
  const path = useOverlay((state) => at ?? state.nodes.get(record?.key ?? "")?.path);
  const view: RunView | null = useOverlay((state) => (path === undefined ? null : state.view));
  const written = useOverlay((state) => (isAgent && state.at === null ? state.written : nothing));
  const calls = useMemo(
    () => (view === null || path === undefined ? none : callsOf(view, path, isAgent)),
    [view, path, isAgent],
  );
  return { calls, written };
}

/** What stands below a card's two lines, and how far that reaches below its place. */
export function useCardParts(
  record: DocumentNode,
  useOverlay: UseOverlay,
): { grown: number; parts: { below?: ReactNode } } {
  const definition = catalogue.get(record.type);
  const { calls, written } = useCalls(definition?.parts ? record : undefined, useOverlay);
  if (!definition?.parts) return { grown: 0, parts: {} };
  return {
    grown: grownBy(calls),
    parts: { below: <CardParts parts={definition.parts(record.config)} calls={calls} written={written} /> },
  };
}
