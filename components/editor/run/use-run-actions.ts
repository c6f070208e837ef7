import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, asProblem } from "#components/shared/api.ts";
import { RUNS_KEY } from "#components/shared/runs/use-runs.ts";
import { toast } from "#components/shared/toast.ts";
import { cancelRun, startRun } from "#lib/api/operations.ts";
import type { Json } from "#lib/engine/json.ts";
import { useEditor, useRunOverlay } from "../editor-context.tsx";

/** Runs the draft as it is on the screen: what was changed last is saved first. */
export function useStartRun(show: (runId: string) => void) {
  const { workflowId, saver, session } = useEditor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ input, trigger }: { input: Json; trigger: string | undefined }) => {
      if (!(await saver.flush())) throw new Error("The last changes could not be saved yet, so nothing was run.");
      const body = { input, version: "draft" as const, ...(trigger === undefined ? {} : { trigger }) };
      return api.call(startRun, { params: { id: workflowId }, query: {}, body });
    },
    onSuccess: ({ run }) => {
      session.getState().announce("The run has started");
      show(run.id);
      return client.invalidateQueries({ queryKey: RUNS_KEY });
    },
  });
}

/** Ends the run on the canvas. */
export function useStopRun() {
  const runId = useRunOverlay((state) => state.runId);
  return useMutation({
    mutationFn: () => api.call(cancelRun, { params: { id: runId ?? "" } }),
    onError: (error) => toast.error("Could not stop the run", { description: asProblem(error).message }),
  });
}
