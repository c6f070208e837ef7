"use client";

import { nodeTitle } from "#components/canvas/node-title.ts";
import { keyOfPath } from "#components/canvas/shown-rounds.ts";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#lib/utils.ts";
import { useOpenRun, useOverlay } from "./run-context.tsx";

/** What somebody has to know first: why the run failed and where, or that it waits for their decision. */
export function RunBanner() {
  const error = useOverlay((state) => (state.live.state === "failed" ? state.live.error : null));
  const asking = useOverlay((state) => {
    for (const [path, node] of state.live.nodes) if (node.waiting?.kind === "uncertain") return path;
    return null;
  });
  const { document, look, overlay } = useOpenRun();
  const path = asking ?? error?.node ?? null;
  if (asking === null && error === null) return null;
  const record = path === null ? undefined : document.nodes.find(({ key }) => key === keyOfPath(path));
  const title = record ? nodeTitle(record) : path;
  const show = () => {
    overlay.getState().seek(null);
    look.setState({ path, edge: null, tab: "output" });
  };
  return (
    <div
      role={asking === null ? "alert" : "status"}
      className={cn(
        "flex shrink-0 items-start gap-2.5 border-b px-4 py-2.5 text-small max-sm:flex-wrap",
        asking === null ? "border-fail/30 bg-fail-soft" : "border-wait/30 bg-wait-soft",
      )}
    >
      <StatusIcon status={asking === null ? "failed" : "waiting"} size={16} className="mt-px" />
      <div className="min-w-0 flex-1 max-sm:basis-[70%]">
        <p className="font-medium text-base">
          {asking !== null ? `${title} needs your decision` : title ? `${title} failed` : "The run failed"}
        </p>
        <p className="break-words text-fg-2">
          {asking !== null
            ? "The server stopped while it was under way. The run waits until you say what came of it."
            : `${error?.message} The run ended here: put it right, then run it again.`}
        </p>
      </div>
      {path === null ? null : (
        <Button size="sm" className="max-sm:ml-[26px]" onClick={show}>
          {asking === null ? "Show the node" : "Decide"}
        </Button>
      )}
    </div>
  );
}
