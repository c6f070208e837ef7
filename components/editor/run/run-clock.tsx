import { X } from "lucide-react";
import Link from "next/link";
import { formatDuration } from "#components/shared/format-duration.ts";
import { shortId } from "#components/shared/runs/run-words.ts";
import { runStateLabel, runStatus, StatusBadge } from "#components/shared/status-badge.tsx";
import { useNow } from "#components/shared/use-now.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useDocument, useEditor, useRunOverlay } from "../editor-context.tsx";
import { isOpen } from "./run-words.ts";

/** State and time of the run on the canvas, how far it is, and the way back to the plain draft. */
export function RunClock() {
  const { actions } = useEditor();
  const state = useRunOverlay((overlay) => overlay.state);
  const runId = useRunOverlay((overlay) => overlay.runId);
  const started = useRunOverlay((overlay) => overlay.startedAt);
  const finished = useRunOverlay((overlay) => overlay.finishedAt);
  const settled = useRunOverlay((overlay) => overlay.settled);
  const reconnecting = useRunOverlay((overlay) => overlay.connection === "reconnecting");
  const total = useDocument((document) => document.document.nodes.length);
  if (state === null) return null;
  return (
    <>
      <StatusBadge status={runStatus(state)}>
        {runStateLabel(state)}{" "}
        {started !== null && (finished === null && isOpen(state) ? <Ticking since={started} /> : null)}
        {started !== null && finished !== null ? formatDuration(finished - started) : null}
      </StatusBadge>
      <span className="max-md:hidden">
        {settled} of {total} nodes
      </span>
      {runId !== null && (
        <Link href={`/runs/${runId}`} className="hover:text-fg hover:underline max-md:hidden">
          {shortId(runId)}
        </Link>
      )}
      {reconnecting && <span className="text-wait">Connecting again…</span>}
      {!isOpen(state) && (
        <IconButton label="Close this run" size="sm" onClick={actions.closeRun}>
          <X aria-hidden className="size-3.5" />
        </IconButton>
      )}
    </>
  );
}

function Ticking({ since }: { since: number }) {
  const now = useNow(200);
  return <span>{formatDuration(Math.max(0, now.getTime() - since))}</span>;
}
