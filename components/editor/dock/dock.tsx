import { ChevronDown, ChevronUp } from "lucide-react";
import { useShallow } from "zustand/shallow";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { tabTrigger } from "#components/ui/tabs.tsx";
import { cn } from "#lib/utils.ts";
import { useEditor, useProblems, useRunOverlay, useSession } from "../editor-context.tsx";
import { runSummary } from "../run/run-words.ts";
import type { DockTab } from "../stores/session-store.ts";
import { LogPanel } from "./log-panel.tsx";
import { ProblemsPanel } from "./problems-panel.tsx";
import { RunsPanel } from "./runs-panel.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";

/** The panel under the canvas: closed a bar, open 272 px. */
export function Dock() {
  const { session } = useEditor();
  const { open, tab } = useSession((state) => state.dock);
  const errors = useProblems((state) => state.errors);
  const all = useProblems((state) => state.all.length);
  const choose = (next: DockTab) => session.setState({ dock: { open: !(open && tab === next), tab: next } });
  const button = (name: DockTab, label: React.ReactNode) => (
    <button
      type="button"
      role="tab"
      id={`dock-tab-${name}`}
      aria-selected={open && tab === name}
      aria-controls="dock-panel"
      data-state={open && tab === name ? "active" : undefined}
      className={cn(tabTrigger, "mb-0 h-full gap-[5px]")}
      onClick={() => choose(name)}
    >
      {label}
    </button>
  );
  return (
    <section
      aria-label="Runs and problems"
      className={cn(
        "relative z-10 flex flex-col border-line border-t bg-surface",
        open && "h-[272px] max-sm:h-[50dvh]",
      )}
    >
      <div className={cn("flex h-8 shrink-0 items-center gap-3 pr-2 pl-3 max-sm:h-11", open && "border-line border-b")}>
        <div role="tablist" aria-label="Panel" className="flex h-full gap-3">
          {button("timeline", "Timeline")}
          {button("log", "Log")}
          {button("runs", "Runs")}
          {button(
            "problems",
            <>
              Problems
              {all > 0 && <span className={cn("text-micro", errors > 0 ? "text-fail" : "text-wait")}>{all}</span>}
            </>,
          )}
        </div>
        <RunInfo />
        <IconButton
          label={open ? "Close panel" : "Open panel"}
          keys={["J"]}
          size="sm"
          onClick={() => session.setState({ dock: { open: !open, tab } })}
        >
          {open ? <ChevronDown aria-hidden className="size-3.5" /> : <ChevronUp aria-hidden className="size-3.5" />}
        </IconButton>
      </div>
      {open && (
        <div id="dock-panel" role="tabpanel" aria-labelledby={`dock-tab-${tab}`} className="min-h-0 flex-1">
          {tab === "timeline" && <TimelinePanel />}
          {tab === "log" && <LogPanel />}
          {tab === "runs" && <RunsPanel />}
          {tab === "problems" && <ProblemsPanel />}
        </div>
      )}
    </section>
  );
}

function RunInfo() {
  const summary = useRunOverlay(useShallow(runSummary));
  if (summary === null) return <span className="ml-auto" />;
  return (
    <span className="ml-auto flex min-w-0 items-center gap-[5px] text-fg-3 text-micro">
      <StatusIcon status={summary.status} size={12} />
      <span className="truncate max-sm:sr-only">{summary.text}</span>
    </span>
  );
}
