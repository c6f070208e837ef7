import { useMemo } from "react";
import { roundInput } from "#components/canvas/round-values.ts";
import { inputOfNode } from "#components/canvas/run-overlay.ts";
import type { Json } from "#lib/engine/json.ts";
import { useRunOverlay } from "../editor-context.tsx";
import { useDocumentAround } from "../use-document-around.ts";
import { useRoundScope } from "./use-round-values.ts";

/** What came into a node in the run on the canvas. An object made for several sources stays the same one. */
export function useNodeInput(id: string): Json | undefined {
  const document = useDocumentAround(id);
  const view = useRunOverlay((state) => state.view);
  const nodes = useRunOverlay((state) => state.nodes);
  const outputs = useRunOverlay((state) => state.outputs);
  const triggerInput = useRunOverlay((state) => state.triggerInput);
  const scope = useRoundScope();
  return useMemo(
    () => inputOfNode({ view, nodes, outputs, triggerInput }, id, document) ?? roundInput(id, document, scope),
    [view, nodes, outputs, triggerInput, id, document, scope],
  );
}
