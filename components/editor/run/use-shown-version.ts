import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { api } from "#components/shared/api.ts";
import { getRun, getVersion } from "#lib/api/operations.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { documentHash } from "#lib/engine/hash.ts";
import type { Editor } from "../editor-context.tsx";

export interface ShownVersion {
  document: WorkflowDocument;
  number: number | null;
  /** Shown because a run that used it is; else because somebody opened it. */
  byRun: boolean;
}

/**
 * The version that the address asks for: one by its id, to look at, or that of a run, where the draft does something else by
 * now, since a run is shown on what it walked. Decided when it is opened, so that editing during a run of the draft goes on.
 */
export function useShownVersion({
  workflowId,
  document,
}: Pick<Editor, "workflowId" | "document">): ShownVersion | null {
  const params = useSearchParams();
  const runId = params.get("run");
  const versionId = params.get("version");
  const shown = useQuery({
    queryKey: ["shown-version", runId, versionId],
    enabled: runId !== null || versionId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async ({ signal }): Promise<ShownVersion | null> => {
      const wanted =
        runId === null
          ? (versionId ?? "")
          : (await api.call(getRun, { params: { id: runId }, query: {} }, { signal })).versionId;
      const version = await api.call(getVersion, { params: { id: workflowId, versionId: wanted } }, { signal });
      const byRun = runId !== null;
      if (byRun && documentHash(version.document) === documentHash(document.getState().document)) return null;
      return { document: version.document, number: version.number, byRun };
    },
  });
  return runId === null && versionId === null ? null : (shown.data ?? null);
}
