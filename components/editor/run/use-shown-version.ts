import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { api } from "#components/shared/api.ts";
import { getRun } from "#lib/api/contracts/runs.ts";
import { getVersion } from "#lib/api/contracts/versions.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { documentHash } from "#lib/engine/hash.ts";
import type { Editor } from "../editor-context.tsx";

export interface ShownVersion {
  document: WorkflowDocument;
  number: number | null;
}

/**
 * The version that the run in the address was made with, where the draft does something else by now: a run is shown on
 * what it walked. Decided when the run is opened, so that editing during a run of the draft goes on.
 */
export function useShownVersion({
  workflowId,
  document,
}: Pick<Editor, "workflowId" | "document">): ShownVersion | null {
  const runId = useSearchParams().get("run");
  const shown = useQuery({
    queryKey: ["run-version", runId],
    enabled: runId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async ({ signal }): Promise<ShownVersion | null> => {
      const run = await api.call(getRun, { params: { id: runId ?? "" }, query: {} }, { signal });
      const params = { id: workflowId, versionId: run.versionId };
      const version = await api.call(getVersion, { params }, { signal });
      return documentHash(version.document) === documentHash(document.getState().document)
        ? null
        : { document: version.document, number: version.number };
    },
  });
  return runId === null ? null : (shown.data ?? null);
}
