import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { api, asProblem } from "#components/shared/api.ts";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { Version } from "#lib/api/contracts/versions.ts";
import { publishWorkflow } from "#lib/api/operations.ts";
import { AddressRow } from "../address-row.tsx";
import type { WorkflowMeta } from "../bar/top-bar.tsx";
import { ProblemRow } from "../dock/problems-panel.tsx";
import { useEditor, useIsChanged, useProblems } from "../editor-context.tsx";
import { type Door, useDoors } from "./use-doors.ts";

/** Asks for a note, refuses while there are errors, then shows the addresses that are live. */
export function PublishDialog({ workflow }: { workflow: WorkflowMeta }) {
  const { session } = useEditor();
  const close = () => session.setState({ dialog: null });
  const [published, setPublished] = useState<Version | null>(null);
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent>
        {published === null ? (
          <Ask workflow={workflow} done={setPublished} close={close} />
        ) : (
          <Done version={published} isPaused={workflow.pausedAt !== null} close={close} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function Ask({ workflow, done, close }: { workflow: WorkflowMeta; done(version: Version): void; close(): void }) {
  const { saver, session } = useEditor();
  const client = useQueryClient();
  const router = useRouter();
  const [note, setNote] = useState("");
  const problems = useProblems((state) => state.all);
  const errors = problems.filter((problem) => problem.severity === "error");
  const publish = useMutation({
    mutationFn: async () => {
      if (!(await saver.flush())) throw new Error("The last changes could not be saved yet, so nothing was published.");
      return api.call(publishWorkflow, { params: { id: workflow.id }, body: { note: note.trim() } });
    },
    onSuccess: (version) => {
      session.getState().announce(`Version ${version.number ?? ""} is live`);
      done(version);
      router.refresh();
      return client.invalidateQueries({ queryKey: ["workflows"] });
    },
  });
  const live = workflow.published?.number ?? 0;
  const same = !useIsChanged(workflow);
  const blocked = errors.length > 0;
  // What was drawn a moment ago counts as a change once it is stored.
  useEffect(() => void saver.flush(), [saver]);
  return (
    <form
      className="flex min-h-0 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) publish.mutate();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && !blocked) publish.mutate();
      }}
    >
      <DialogHeader>
        <DialogTitle>
          {blocked ? "Not ready to publish" : same ? `Publish version ${live} again?` : `Publish version ${live + 1}?`}
        </DialogTitle>
        <DialogDescription>
          {blocked
            ? "These have to be put right first. Nothing has changed so far."
            : workflow.pausedAt !== null
              ? "It is paused and stays so: triggers start this version once you resume it."
              : same
                ? "The draft has not changed since. Its triggers are set up anew."
                : "Triggers start this version from now on. Runs that have begun stay on theirs."}
        </DialogDescription>
      </DialogHeader>
      {blocked ? (
        <ul className="max-h-60 overflow-y-auto rounded-control border border-line">
          {errors.map((problem) => (
            <ProblemRow key={`${problem.nodeId}${problem.field}${problem.code}`} problem={problem} onGo={close} />
          ))}
        </ul>
      ) : same ? null : (
        <Field label="What changed" note="shown in the history">
          {(control) => (
            <Textarea {...control} value={note} maxLength={2_000} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
      )}
      {publish.isError && (
        <p role="alert" className="text-fail text-small">
          {asProblem(publish.error).message}
        </p>
      )}
      <DialogFooter>
        <Button variant="ghost" onClick={close}>
          Cancel
        </Button>
        <Button variant="primary" type="submit" disabled={blocked} busy={publish.isPending}>
          Publish
        </Button>
      </DialogFooter>
    </form>
  );
}

function Done({ version, isPaused, close }: { version: Version; isPaused: boolean; close(): void }) {
  const doors = useDoors();
  return (
    <>
      <DialogHeader>
        <DialogTitle className="flex items-center gap-2">
          <StatusIcon status="done" size={16} />
          {isPaused ? `Version ${version.number} is published` : `Version ${version.number} is live`}
        </DialogTitle>
        <DialogDescription>
          {isPaused
            ? "The workflow is still paused: nothing starts it until you resume it."
            : doors.length === 0
              ? "It starts when someone presses Run or calls it through the API."
              : "It starts by itself from now on."}
        </DialogDescription>
      </DialogHeader>
      {doors.length > 0 && (
        <ul className="flex flex-col gap-2">
          {doors.map((door) => (
            <DoorRow key={door.nodeId} door={door} />
          ))}
        </ul>
      )}
      <DialogFooter>
        {doors.map(({ nodeId, page }) =>
          page && !isPaused ? (
            <Button key={nodeId} asChild>
              <Link href={page.href}>{page.label}</Link>
            </Button>
          ) : null,
        )}
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}

function DoorRow({ door }: { door: Door }) {
  return (
    <li className="flex flex-col gap-1">
      <span className="font-medium text-fg-2 text-small">{door.title}</span>
      <AddressRow how={door.how} text={door.text} copy={door.copy} />
    </li>
  );
}
