import { useState } from "react";
import { waitedMs } from "#components/canvas/run-overlay.ts";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { ValueView } from "#components/canvas/value-view.tsx";
import { formatDuration } from "#components/shared/format-duration.ts";
import { Button } from "#components/ui/button.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { DocumentNode } from "#lib/engine/document.ts";
import type { Json } from "#lib/engine/json.ts";
import type { NodeView } from "#lib/engine/run-view.ts";
import { useRunOverlay } from "../editor-context.tsx";
import { useNodeInput } from "../run/use-node-input.ts";
import { useResolveNode } from "../run/use-run-actions.ts";

/** What this node came to in the run on the canvas: status, tries, what went in and what came out. */
export function RunTab({ record }: { record: DocumentNode }) {
  const node = useRunOverlay((state) => state.nodes.get(record.key));
  const runId = useRunOverlay((state) => state.runId);
  const output = useRunOverlay((state) =>
    Object.hasOwn(state.outputs, record.key) ? state.outputs[record.key] : undefined,
  );
  const input = useNodeInput(record.id);
  if (runId === null) return <Note>No run is shown. Press Run, or open one from the list of runs below.</Note>;
  if (node === undefined) return <Note>The run has not come here.</Note>;
  return (
    <div className="flex flex-col gap-3 p-3">
      <NodeOutcome node={node} />
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
  const empty = node === undefined ? "Run the workflow to see what comes out here." : noOutput(node);
  return (
    <>
      {node !== undefined && (node.error !== null || node.waiting !== null || node.tries.length > 1) && (
        <div className="flex max-h-1/2 shrink-0 flex-col gap-3 overflow-y-auto border-line border-b p-3">
          <NodeOutcome node={node} />
        </div>
      )}
      <ValueView label="Output" value={output} empty={empty} fill />
    </>
  );
}

function noOutput(node: NodeView): string {
  return node.status === "skipped" ? "Skipped: nothing came out." : "Nothing yet.";
}

/** How it went: status, what is asked of a person, the error, the tries. */
function NodeOutcome({ node }: { node: NodeView }) {
  return (
    <>
      <Outcome node={node} />
      {node.waiting?.kind === "uncertain" && <Uncertain node={node} />}
      {node.error && (
        <div className="rounded-control bg-fail-soft p-2 text-small">
          <b className="text-fail">{node.handled ? "Failed, and the run went on" : "Failed"}</b>
          <p className="mt-0.5 text-fg-2">{node.error.message}</p>
          <code className="text-fg-3 text-micro">{node.error.code}</code>
        </div>
      )}
      {node.tries.length > 1 && <Tries node={node} />}
    </>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return <p className="p-3 text-fg-3 text-small">{children}</p>;
}

const words: Record<NodeView["status"], string> = {
  queued: "Queued",
  running: "Running",
  waiting: "Waiting",
  retrying: "Waiting for the next try",
  failed: "Failed",
  cancelled: "Cancelled",
  skipped: "Skipped",
  done: "Done",
};

function Outcome({ node }: { node: NodeView }) {
  const waited = node.status === "done" ? waitedMs(node) : null;
  const took =
    waited !== null
      ? formatDuration(waited)
      : node.ms === null
        ? null
        : node.ms < 1
          ? "under 1 ms"
          : formatDuration(node.ms);
  const parts = [
    took !== null && node.finishedAt !== null ? `${waited === null ? "in" : "after waiting"} ${took}` : null,
    node.attempts > 1 ? `${node.attempts} tries` : null,
    node.ports.some((port) => port !== "out") ? `went on by ${node.ports.join(", ")}` : null,
  ].filter(Boolean);
  return (
    <p className="flex items-center gap-1.5 text-small">
      <StatusIcon status={node.status} size={14} />
      <b>{words[node.status]}</b>
      <span className="text-fg-3">{parts.join(" · ")}</span>
    </p>
  );
}

function Tries({ node }: { node: NodeView }) {
  return (
    <section aria-label="Tries" className="flex flex-col gap-1.5">
      <h2 className="font-medium text-fg-2 text-small tracking-normal">Tries</h2>
      <ol className="flex flex-col gap-1 text-small">
        {node.tries.map((attempt) => (
          <li key={attempt.attempt} className="flex items-start gap-1.5">
            <StatusIcon
              status={attempt.error ? "failed" : attempt.finishedAt === null ? "running" : "done"}
              size={14}
            />
            <span className="min-w-0">
              {attempt.error?.message ?? (attempt.finishedAt === null ? "Under way" : "Succeeded")}
              <span className="block text-fg-3 text-micro">
                Try {attempt.attempt}
                {attempt.finishedAt !== null && `, took ${formatDuration(attempt.finishedAt - attempt.startedAt)}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The server stopped while this was executed: only a person can know whether it took effect. */
function Uncertain({ node }: { node: NodeView }) {
  const resolve = useResolveNode(node.path);
  const [result, setResult] = useState<string | null>(null);
  const parsed = result === null ? undefined : parse(result);
  return (
    <section
      aria-label="Your decision"
      className="flex flex-col gap-2 rounded-control border border-wait bg-wait-soft p-2 text-small"
    >
      <b>Did it take effect?</b>
      <p className="text-fg-2">
        The server stopped while this was under way. Look at the other side, then say how to go on.
      </p>
      {result === null ? (
        <div className="flex flex-wrap gap-1.5">
          <Button size="sm" busy={resolve.isPending} onClick={() => resolve.mutate({ action: "retry" })}>
            Do it again
          </Button>
          <Button size="sm" onClick={() => setResult("{}")}>
            It did: enter the result
          </Button>
          <Button
            size="sm"
            variant="danger"
            busy={resolve.isPending}
            onClick={() => resolve.mutate({ action: "fail" })}
          >
            Mark as failed
          </Button>
        </div>
      ) : (
        <>
          <Textarea
            aria-label="The node's result, as JSON"
            rows={4}
            className="font-mono"
            value={result}
            onChange={(event) => setResult(event.target.value)}
          />
          {parsed === undefined && <p className="text-fail">This is not JSON.</p>}
          <div className="flex gap-1.5">
            <Button
              size="sm"
              variant="primary"
              disabled={parsed === undefined}
              busy={resolve.isPending}
              onClick={() => parsed !== undefined && resolve.mutate({ action: "complete", output: parsed })}
            >
              Go on with it
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setResult(null)}>
              Back
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
