import { waitedMs } from "#components/canvas/run-overlay.ts";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { formatDuration } from "#components/shared/format-duration.ts";
import { formatCosts, formatTokens } from "#components/shared/format-usage.ts";
import { useNow } from "#components/shared/use-now.ts";
import type { ModelSums } from "#lib/engine/model-events.ts";
import type { NodeView, Try } from "#lib/engine/run-view.ts";

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

/** How a node went, in one line, and why where it failed. */
export function NodeOutcome({ node }: { node: NodeView }) {
  const waited = node.status === "done" ? waitedMs(node) : null;
  const took = waited ?? node.ms;
  const parts = [
    took !== null && node.finishedAt !== null
      ? `${waited === null ? "in" : "after waiting"} ${took < 1 ? "under 1 ms" : formatDuration(took)}`
      : null,
    node.attempts > 1 ? `${node.attempts} tries` : null,
    node.ports.some((port) => port !== "out") ? `went on by ${node.ports.join(", ")}` : null,
  ].filter(Boolean);
  return (
    <>
      <p className="flex items-center gap-1.5 text-small">
        <StatusIcon status={node.status} size={14} />
        <b>{words[node.status]}</b>
        <span className="text-fg-3">{parts.join(" · ")}</span>
      </p>
      {node.models ? (
        <p className="text-fg-3 text-small" data-testid="node-spent">
          {modelWords(node.models)}
        </p>
      ) : null}
      {node.error ? (
        <div className="rounded-control bg-fail-soft p-2 text-small">
          <p className="break-words text-fg">{node.error.message}</p>
          <p className="mt-0.5 text-fg-2 text-micro">
            <code>{node.error.code}</code>
            {node.handled ? ", and the run went on" : ""}
          </p>
        </div>
      ) : null}
    </>
  );
}

/** What its calls of models came to: `2 calls, 345 tokens, $0.02`. */
function modelWords({ calls, cached, failed, unpriced, inputTokens, outputTokens, costNano }: ModelSums): string {
  return [
    `${calls} ${calls === 1 ? "call" : "calls"}`,
    failed > 0 ? `${failed} failed` : null,
    cached > 0 ? `${cached} answered from the cache` : null,
    formatTokens(inputTokens + outputTokens),
    formatCosts({ cost: costNano / 1e9, unpriced, calls }),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Every try with how long it took and what it failed with. */
export function NodeTries({ node }: { node: NodeView }) {
  if (node.tries.length === 0) {
    return <p className="text-fg-3 text-small">It computes at once: there is nothing to try again.</p>;
  }
  return (
    <ol aria-label="Tries" className="flex flex-col gap-2 text-small">
      {node.tries.map((attempt) => (
        <li key={attempt.attempt} className="flex items-start gap-1.5">
          <StatusIcon
            status={attempt.error ? "failed" : attempt.finishedAt === null ? "running" : "done"}
            size={14}
            className="mt-0.5"
          />
          <span className="min-w-0">
            <b>Try {attempt.attempt}</b>{" "}
            <span className="text-fg-3">
              {attempt.finishedAt === null ? (
                <UnderWay attempt={attempt} />
              ) : (
                `took ${formatDuration(attempt.finishedAt - attempt.startedAt)}`
              )}
            </span>
            <span className="block break-words text-fg-2">
              {attempt.error?.message ?? (attempt.finishedAt === null ? "" : "Succeeded")}
            </span>
          </span>
        </li>
      ))}
      {node.nextAt === null ? null : <NextTry at={node.nextAt} />}
    </ol>
  );
}

function UnderWay({ attempt }: { attempt: Try }) {
  const now = useNow(500);
  return `under way for ${formatDuration(Math.max(0, now.getTime() - attempt.startedAt))}`;
}

function NextTry({ at }: { at: number }) {
  const now = useNow(500);
  return <li className="text-fg-3">The next try comes in {formatDuration(Math.max(0, at - now.getTime()))}.</li>;
}
