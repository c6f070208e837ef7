import { useMemo } from "react";
import { useVars } from "#components/shared/variables/use-variables.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import { useRunOverlay } from "../editor-context.tsx";
import { useRoundValues } from "../run/use-round-values.ts";
import { useDocumentAround } from "../use-document-around.ts";
import { type Reference, referencesFor } from "./references.ts";

/** What expressions in this node can read. Typing into its own settings changes nothing of that, and makes no new list. */
export function useReferences(record: DocumentNode): readonly Reference[] {
  const document = useDocumentAround(record.id);
  const outputs = useRunOverlay((state) => state.outputs);
  const vars = useVars();
  const round = useRoundValues(record.id);
  return useMemo(
    () => referencesFor(record.id, document, (key) => outputs[key], vars, round),
    [record.id, document, outputs, vars, round],
  );
}
