import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useEffect } from "react";
import { followRun } from "#components/canvas/follow-run.ts";
import { useEditor } from "../editor-context.tsx";

/** The run on the canvas is in the address: a reload shows it again, and it can be sent to somebody. */
export function useShowRun(): (runId: string | null) => void {
  const pathname = usePathname();
  return useCallback(
    // Without asking the server for the page again: nothing on it but the canvas depends on the run.
    (runId) => window.history.pushState(null, "", runId === null ? pathname : `${pathname}?run=${runId}`),
    [pathname],
  );
}

/** A version is looked at in place of the draft, by its address. */
export function useShowVersion(): (versionId: string) => void {
  const pathname = usePathname();
  return useCallback((versionId) => window.history.pushState(null, "", `${pathname}?version=${versionId}`), [pathname]);
}

/** Follows the run that the address names. */
export function useFollowAddress(): void {
  const { run } = useEditor();
  const runId = useSearchParams().get("run");
  useEffect(() => {
    run.getState().show(runId);
    return runId === null ? undefined : followRun(runId, run);
  }, [run, runId]);
}
