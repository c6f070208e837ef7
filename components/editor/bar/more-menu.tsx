import {
  Activity,
  Copy,
  Download,
  Ellipsis,
  FileX2,
  History,
  Keyboard,
  Pause,
  Play,
  RotateCcw,
  Settings2,
  Trash2,
  Upload,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useRerun } from "#components/shared/runs/run-actions.ts";
import { shortId } from "#components/shared/runs/run-words.ts";
import { PHONE, useMediaQuery } from "#components/shared/use-media-query.ts";
import { exportWorkflows } from "#components/shared/workflows/export-workflows.ts";
import {
  useDeleteWorkflows,
  useDuplicateWorkflow,
  usePauseWorkflows,
  useUnpublishWorkflow,
} from "#components/shared/workflows/workflow-actions.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import type { TextFormat } from "#lib/workflows/text-form.ts";
import { useDocument, useEditor, useRunOverlay } from "../editor-context.tsx";
import type { WorkflowMeta } from "./top-bar.tsx";

/** What is done now and then: with the workflow as a whole, and with the run on the canvas. */
export function MoreMenu({ workflow }: { workflow: WorkflowMeta }) {
  const { session, readOnly } = useEditor();
  const phone = useMediaQuery(PHONE);
  const router = useRouter();
  const acts = useWorkflowActs(workflow);
  const empty = useDocument((state) => state.document.nodes.length === 0);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label="More"
        className="grid size-control shrink-0 place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg data-[state=open]:bg-press"
      >
        <Ellipsis aria-hidden className="size-4" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {phone && !readOnly ? (
          <>
            <DropdownMenuItem disabled={empty} onSelect={() => session.setState({ dialog: "publish" })}>
              <Upload aria-hidden />
              Publish…
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => router.push(`/workflows/${workflow.id}/runs`)}>
              <Activity aria-hidden />
              All its runs
            </DropdownMenuItem>
          </>
        ) : null}
        <DropdownMenuItem onSelect={() => session.setState({ dialog: "versions" })}>
          <History aria-hidden />
          Versions
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => session.setState({ dialog: "settings" })}>
          <Settings2 aria-hidden />
          Budget
        </DropdownMenuItem>
        <ExportItems id={workflow.id} />
        <RunItems />
        <WorkflowItems workflow={workflow} acts={acts} />
        <DropdownMenuSeparator />
        <DropdownMenuItem keys={["?"]} onSelect={() => session.setState({ dialog: "shortcuts" })}>
          <Keyboard aria-hidden />
          Keyboard
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** What is exported is the draft as it is on the screen: it is saved first. */
function ExportItems({ id }: { id: string }) {
  const { saver } = useEditor();
  const save = async (format: TextFormat) => {
    await saver.flush();
    await exportWorkflows([{ id }], format);
  };
  return (
    <>
      <DropdownMenuItem onSelect={() => void save("yaml")}>
        <Download aria-hidden />
        Export as YAML
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => void save("json")}>
        <Download aria-hidden />
        Export as JSON
      </DropdownMenuItem>
    </>
  );
}

function RunItems() {
  const runId = useRunOverlay((state) => state.runId);
  const rerun = useRerun();
  const router = useRouter();
  if (runId === null) return null;
  return (
    <>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>Run {shortId(runId)}</DropdownMenuLabel>
      <DropdownMenuItem onSelect={() => router.push(`/runs/${runId}`)}>
        <Activity aria-hidden />
        Open its page
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => rerun.mutate({ ids: [runId], version: "same" })}>
        <RotateCcw aria-hidden />
        Run it again
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => rerun.mutate({ ids: [runId], version: "draft" })}>
        <RotateCcw aria-hidden />
        Run it again on the draft
      </DropdownMenuItem>
    </>
  );
}

/** What is done to the workflow as a whole. Outlives the menu, which closes before the answer comes. */
function useWorkflowActs(workflow: WorkflowMeta) {
  const router = useRouter();
  const duplicate = useDuplicateWorkflow();
  const pause = usePauseWorkflows();
  const unpublish = useUnpublishWorkflow();
  const remove = useDeleteWorkflows(() => router.push("/workflows"));
  // The badge in the bar comes with the page.
  const again = { onSuccess: () => router.refresh() };
  return {
    duplicate: () => duplicate.mutate(workflow),
    pause: (on: boolean) => pause.mutate({ workflows: [workflow], pause: on }, again),
    unpublish: () => unpublish.mutate(workflow, again),
    remove: () => remove.mutate([workflow]),
  };
}

interface WorkflowItemsProps {
  workflow: WorkflowMeta;
  acts: ReturnType<typeof useWorkflowActs>;
}

function WorkflowItems({ workflow, acts }: WorkflowItemsProps) {
  const isPaused = workflow.pausedAt !== null;
  return (
    <>
      <DropdownMenuSeparator />
      <DropdownMenuItem onSelect={acts.duplicate}>
        <Copy aria-hidden />
        Duplicate
      </DropdownMenuItem>
      {workflow.published ? (
        <>
          <DropdownMenuItem onSelect={() => acts.pause(!isPaused)}>
            {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {isPaused ? "Resume" : "Pause"}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={acts.unpublish}>
            <FileX2 aria-hidden />
            Unpublish
          </DropdownMenuItem>
        </>
      ) : null}
      <DropdownMenuItem variant="danger" onSelect={acts.remove}>
        <Trash2 aria-hidden />
        Delete
      </DropdownMenuItem>
    </>
  );
}
