import { CirclePause, Play, Square } from "lucide-react";
import Link from "next/link";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Keys } from "#components/ui/kbd.tsx";
import { cn } from "#lib/utils.ts";
import { useDocument, useEditor, useIsChanged, useProblems, useRunOverlay, useSession } from "../editor-context.tsx";
import { RunClock } from "../run/run-clock.tsx";
import { isOpen } from "../run/run-words.ts";
import { useStopRun } from "../run/use-run-actions.ts";
import { MoreMenu } from "./more-menu.tsx";
import { SaveIndicator } from "./save-indicator.tsx";
import { WorkflowName } from "./workflow-name.tsx";

export interface WorkflowMeta {
  id: string;
  name: string;
  published: { versionId: string; number: number; changedSince: boolean } | null;
  pausedAt: string | null;
  /** Of the draft, when the page was read. */
  revision: number;
}

/** Mark, place, state; Editor | Runs; problems, Publish, Run. */
export function TopBar({ workflow }: { workflow: WorkflowMeta }) {
  return (
    <header className="relative z-20 flex h-bar shrink-0 items-center gap-2 border-line border-b bg-surface pr-2 pl-3">
      <Link
        href="/workflows"
        aria-label="All workflows"
        className="-ml-1 grid size-control shrink-0 place-items-center rounded-control hover:bg-hover"
      >
        <HeddleMark />
      </Link>
      <h1 className="sr-only">{workflow.name}</h1>
      <nav aria-label="Place" className="flex min-w-0 items-center gap-1.5 whitespace-nowrap text-fg-3">
        <Link href="/workflows" className="hover:text-fg hover:underline max-lg:hidden">
          Workflows
        </Link>
        <span aria-hidden className="max-lg:hidden">
          /
        </span>
        <WorkflowName workflow={workflow} />
      </nav>
      <StateLine workflow={workflow} />
      <WorkflowTabs id={workflow.id} current="editor" />
      <div className="ml-auto flex shrink-0 items-center gap-1.5">
        <ProblemsButton />
        <EditorButtons />
        <MoreMenu workflow={workflow} />
      </div>
    </header>
  );
}

/** Editor | Runs. In the middle of the bar where there is room, behind the name where there is not. */
export function WorkflowTabs({ id, current }: { id: string; current: "editor" | "runs" }) {
  const tab = (name: "editor" | "runs", href: string, label: string) => (
    <Link
      href={href}
      aria-current={current === name ? "page" : undefined}
      className={cn(
        "inline-flex h-[22px] items-center rounded-chip px-2 font-medium text-fg-2 text-small hover:text-fg max-sm:h-8",
        current === name && "bg-surface text-fg shadow-[0_0_0_1px_var(--line-2),var(--shadow-card)] dark:bg-raised",
      )}
    >
      {label}
    </Link>
  );
  return (
    <nav
      aria-label="Parts of the workflow"
      className={cn(
        "-translate-x-1/2 absolute left-1/2 inline-flex shrink-0 gap-px rounded-control bg-press p-0.5 max-lg:static max-lg:translate-x-0",
        // On a phone the editor has its list of runs in the panel below.
        current === "editor" && "max-sm:hidden",
      )}
    >
      {tab("editor", `/workflows/${id}`, "Editor")}
      {tab("runs", `/workflows/${id}/runs`, "Runs")}
    </nav>
  );
}

function StateLine({ workflow }: { workflow: WorkflowMeta }) {
  const run = useRunOverlay((state) => state.state);
  const { published } = workflow;
  const changed = useIsChanged(workflow);
  if (run !== null) return <RunLine />;
  return (
    <div className="ml-2 flex shrink-0 items-center gap-2 whitespace-nowrap text-fg-3 text-small max-md:ml-0">
      {published !== null && workflow.pausedAt !== null ? (
        <Badge tone="wait" title="Nothing starts it until it is resumed">
          <CirclePause aria-hidden className="size-3" />
          <span>
            Paused<span className="max-sm:hidden"> v{published.number}</span>
          </span>
        </Badge>
      ) : (
        <Badge tone={published === null ? "line" : "ok"} className="max-sm:hidden">
          {published === null ? "Draft" : `Live v${published.number}`}
        </Badge>
      )}
      {published !== null && changed && (
        <span className="max-lg:hidden">
          Changed since <b className="text-fg-2">v{published.number}</b>
        </span>
      )}
      <SaveIndicator />
    </div>
  );
}

function RunLine() {
  return (
    <div className="ml-2 flex shrink-0 items-center gap-2 whitespace-nowrap text-fg-3 text-small max-md:ml-0">
      <RunClock />
      <span className="inline-flex items-center max-lg:hidden">
        <SaveIndicator />
      </span>
    </div>
  );
}

function ProblemsButton() {
  const { session } = useEditor();
  const errors = useProblems((state) => state.errors);
  const all = useProblems((state) => state.all.length);
  if (all === 0) return null;
  return (
    <button
      type="button"
      onClick={() => session.getState().showDock("problems")}
      className={cn(
        "inline-flex h-control items-center gap-[5px] rounded-control px-2 font-medium text-small hover:bg-hover",
        errors > 0 ? "text-fail" : "text-wait",
      )}
    >
      <StatusIcon status="problem" size={14} className="text-inherit" />
      <span>
        {all}
        <span className="max-sm:sr-only">{all === 1 ? " problem" : " problems"}</span>
      </span>
    </button>
  );
}

function EditorButtons() {
  const { session, actions, readOnly } = useEditor();
  const runState = useRunOverlay((state) => state.state);
  const empty = useDocument((state) => state.document.nodes.length === 0);
  const dialog = useSession((state) => state.dialog);
  const stop = useStopRun();
  const running = runState !== null && isOpen(runState);
  return (
    <>
      {!readOnly && (
        <Button disabled={empty} onClick={() => session.setState({ dialog: "publish" })} className="max-sm:hidden">
          Publish…
        </Button>
      )}
      {running ? (
        <Button busy={stop.isPending} onClick={() => stop.mutate()}>
          {!stop.isPending && <Square aria-hidden className="size-4" />}
          Stop
        </Button>
      ) : (
        <Button
          variant="primary"
          disabled={empty}
          aria-expanded={dialog === "run"}
          aria-haspopup="dialog"
          onClick={actions.askRun}
        >
          <Play aria-hidden className="size-4" />
          Run
          <Keys
            keys={["⌘", "↵"]}
            className="[&>kbd]:border-current/40 [&>kbd]:bg-transparent [&>kbd]:text-inherit max-md:hidden"
          />
        </Button>
      )}
    </>
  );
}
