import { RunLog } from "#components/canvas/run-log.tsx";
import { useDocument, useEditor } from "../editor-context.tsx";
import { useOpenPath } from "../run/use-open-path.ts";

/** What the nodes of the run on the canvas said, and what went wrong in it. */
export function LogPanel() {
  const { run } = useEditor();
  const document = useDocument((state) => state.document);
  return <RunLog run={run} document={document} onOpen={useOpenPath()} />;
}
