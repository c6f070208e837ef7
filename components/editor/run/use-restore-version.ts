import { useCallback } from "react";
import { toast } from "#components/shared/toast.ts";
import { diffDocuments, isEmptyDiff } from "#lib/workflows/diff.ts";
import { useEditor } from "../editor-context.tsx";
import { useShowRun } from "./use-shown-run.ts";
import type { ShownVersion } from "./use-shown-version.ts";

/** Makes the draft what a version was: one change, which is saved and can be undone like any other. */
export function useRestoreVersion(): (version: Pick<ShownVersion, "document" | "number">) => void {
  const { draft, session } = useEditor();
  const show = useShowRun();
  return useCallback(
    ({ document, number }) => {
      const name = number === null ? "the earlier draft" : `version ${number}`;
      const diff = diffDocuments(draft.getState().document, document);
      session.getState().select([]);
      show(null);
      if (isEmptyDiff(diff)) {
        toast.info(`The draft is the same as ${name}`);
        return;
      }
      draft.getState().commit(diff, `Restored ${name}`);
      session.getState().announce(`Restored ${name}`);
      toast.success(`The draft is ${name} again`, {
        description: "Nothing is published by this.",
        action: { label: "Undo", onClick: () => void draft.getState().undo() },
      });
    },
    [draft, session, show],
  );
}
