"use client";

import { RunLog } from "#components/canvas/run-log.tsx";
import { RunTimeline } from "#components/canvas/run-timeline.tsx";
import { tabTrigger } from "#components/ui/tabs.tsx";
import { cn } from "#lib/utils.ts";
import { type Look, lookAt, useLook, useOpenRun } from "./run-context.tsx";

/** Under the canvas: the run in time, and what its nodes said. */
export function RunDock() {
  const { overlay, document, look } = useOpenRun();
  const open = useLook((state) => state.dock);
  const onOpen = (path: string) => lookAt(overlay, look, path);
  const tab = (name: NonNullable<Look["dock"]>, label: string) => (
    <button
      type="button"
      role="tab"
      id={`run-tab-${name}`}
      aria-selected={open === name}
      aria-controls="run-dock"
      data-state={open === name ? "active" : undefined}
      className={cn(tabTrigger, "mb-0 h-full")}
      onClick={() => look.setState({ dock: open === name ? null : name })}
    >
      {label}
    </button>
  );
  return (
    <section
      aria-label="Timeline and log"
      className={cn("flex shrink-0 flex-col border-line border-t bg-surface", open && "h-56")}
    >
      <div
        role="tablist"
        aria-label="Panel"
        className={cn("flex h-8 shrink-0 gap-3 px-3", open && "border-line border-b")}
      >
        {tab("timeline", "Timeline")}
        {tab("log", "Log")}
      </div>
      {open ? (
        <div id="run-dock" role="tabpanel" aria-labelledby={`run-tab-${open}`} className="min-h-0 flex-1">
          {open === "timeline" ? (
            <RunTimeline run={overlay} document={document} onOpen={onOpen} />
          ) : (
            <RunLog run={overlay} document={document} onOpen={onOpen} />
          )}
        </div>
      ) : null}
    </section>
  );
}
