import { RunTimeline } from "#components/canvas/run-timeline.tsx";
import { useDocument, useEditor } from "../editor-context.tsx";
import { useOpenPath } from "../run/use-open-path.ts";

/** The run on the canvas in time. */
export function TimelinePanel() {
  const { run } = useEditor();
  const document = useDocument((state) => state.document);
  return <RunTimeline run={run} document={document} onOpen={useOpenPath()} />;
}
