"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { ValueView } from "#components/canvas/value-view.tsx";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { shortId, triggerWords, versionWord } from "#components/shared/runs/run-words.ts";
import { useOpenRun, useOverlay } from "./run-context.tsx";

/** The run as a whole: where it comes from, what went in and what came out. */
export function RunPanel() {
  const { run } = useOpenRun();
  const input = useOverlay((overlay) => overlay.triggerInput);
  const output = useOverlay((overlay) => overlay.view.output);
  const state = useOverlay((overlay) => overlay.state);
  const nothing =
    state === "failed" ? "None: the run failed." : state === "cancelled" ? "None: it was cancelled." : "None so far.";
  return (
    <>
      <header className="px-3 pt-2.5 pb-2">
        <h2 className="font-medium text-base tracking-normal">This run</h2>
        <p className="text-fg-3 text-small">Choose a node, a thread or an event to look closer.</p>
      </header>
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-2 gap-y-1 border-line border-b px-3 pb-3 text-small">
        <Fact name="Started by">{triggerWords[run.triggerType]}</Fact>
        {run.parentRunId ? (
          <Fact name="Repeats">
            <Link href={`/runs/${run.parentRunId}`} className="text-primary-text underline-offset-2 hover:underline">
              {shortId(run.parentRunId)}
            </Link>
          </Fact>
        ) : null}
        <Fact name="Version">{versionWord(run) || "Deleted"}</Fact>
        <Fact name="Started">
          <RelativeTime at={run.createdAt} />
        </Fact>
        <Fact name="Id">
          <code className="break-all text-[11px]">{run.id}</code>
        </Fact>
      </dl>
      <div className="flex min-h-0 flex-1 flex-col divide-y divide-line">
        <ValueView label="Input" value={input} empty="Nothing is known of it yet." fill />
        <ValueView label="Output" value={state === "completed" ? output : undefined} empty={nothing} fill />
      </div>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-fg-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
