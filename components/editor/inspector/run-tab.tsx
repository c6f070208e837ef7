import { AgentCallList } from "#components/canvas/agent-call-list.tsx";
import { NodeProgress } from "#components/canvas/node-progress.tsx";
import { Decision } from "#components/canvas/run-decision.tsx";
import { NodeOutcome, NodeTries } from "#components/canvas/run-outcome.tsx";
import { writtenBy } from "#components/canvas/run-overlay.ts";
import { useCalls } from "#components/canvas/use-card-parts.tsx";
import { ValueView } from "#components/canvas/value-view.tsx";
import type { DocumentNode } from "#lib/engine/document.ts";
import type { NodeView } from "#lib/engine/run-view.ts";
import { useRunOverlay } from "../editor-context.tsx";
import { useNodeInput } from "../run/use-node-input.ts";

/** What this node came to in the run on the canvas: status, tries, what went in and what came out. */
export function RunTab({ record }: { record: DocumentNode }) {
  const node = useRunOverlay((state) => state.nodes.get(record.key));
  const runId = useRunOverlay((state) => state.runId);
  const output = useRunOverlay((state) =>
    Object.hasOwn(state.outputs, record.key) ? state.outputs[record.key] : undefined,
  );
  const written = useRunOverlay((state) => writtenBy(state, state.nodes.get(record.key)));
  const input = useNodeInput(record.id);
  const { calls, written: writing } = useCalls(record, useRunOverlay);
  if (runId === null) return <Note>No run is shown. Press Run, or open one from the list of runs below.</Note>;
  if (node === undefined) return <Note>The run has not come here.</Note>;
  return (
    <div className="flex flex-col gap-3 p-3">
      <Came runId={runId} node={node} />
      {written !== undefined && <NodeProgress text={written} />}
      {calls.length > 0 && <AgentCallList calls={calls} runId={runId} mayRun written={writing} />}
      <ValueView label="Input" value={input} empty="Nothing is known of what came in." />
      <ValueView label="Output" value={output} empty={noOutput(node)} />
    </div>
  );
}

/** What came out, for the wide inspector. */
export function OutputColumn({ record }: { record: DocumentNode }) {
  const node = useRunOverlay((state) => state.nodes.get(record.key));
  const output = useRunOverlay((state) =>
    Object.hasOwn(state.outputs, record.key) ? state.outputs[record.key] : undefined,
  );
  const runId = useRunOverlay((state) => state.runId);
  const written = useRunOverlay((state) => writtenBy(state, state.nodes.get(record.key)));
  const { calls, written: writing } = useCalls(record, useRunOverlay);
  const empty = node === undefined ? "Run the workflow to see what comes out here." : noOutput(node);
  return (
    <>
      {node !== undefined && (node.error !== null || node.waiting !== null || node.tries.length > 1) && (
        <div className="flex max-h-1/2 shrink-0 flex-col gap-3 overflow-y-auto border-line border-b p-3">
          <Came runId={runId} node={node} />
        </div>
      )}
      {written !== undefined && (
        <div className="border-line border-b p-3">
          <NodeProgress text={written} />
        </div>
      )}
      {calls.length > 0 && runId !== null && (
        <div className="max-h-2/3 shrink-0 overflow-y-auto border-line border-b p-3">
          <AgentCallList calls={calls} runId={runId} mayRun written={writing} />
        </div>
      )}
      <ValueView label="Output" value={output} empty={empty} fill />
    </>
  );
}

function noOutput(node: NodeView): string {
  return node.status === "skipped" ? "Skipped: nothing came out." : "Nothing yet.";
}

/** How it went: status and error, what is asked of a person, the tries. */
function Came({ runId, node }: { runId: string | null; node: NodeView }) {
  return (
    <>
      <NodeOutcome node={node} />
      {node.waiting?.kind === "uncertain" && runId !== null && <Decision runId={runId} path={node.path} mayRun />}
      {node.tries.length > 1 && <NodeTries node={node} />}
    </>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return <p className="p-3 text-fg-3 text-small">{children}</p>;
}
