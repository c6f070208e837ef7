import { useSearchParams } from "next/navigation";
import { RunList } from "#components/shared/runs/run-list.tsx";
import { useEditor } from "../editor-context.tsx";

/** The workflow's runs; any of them opens on the canvas. */
export function RunsPanel() {
  const { workflowId } = useEditor();
  const current = useSearchParams().get("run");
  return (
    <div className="h-full overflow-y-auto">
      <RunList
        workflowId={workflowId}
        current={current}
        empty={
          <p className="p-3 text-fg-3 text-small">It has not run yet. Press Run, or publish it and call its address.</p>
        }
      />
    </div>
  );
}
