"use client";

import { useMutation } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState } from "react";
import { api, asProblem } from "#components/shared/api.ts";
import { toast } from "#components/shared/toast.ts";
import { eachOf } from "#components/shared/workflows/each-of.ts";
import { useRefreshWorkflows } from "#components/shared/workflows/workflow-actions.ts";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { BodyInputOf, ContractOf } from "#lib/api/contract.ts";
import { createWorkflow } from "#lib/api/operations.ts";
import type { CheckedWorkflow } from "./check-import.ts";
import { ImportPreview } from "./import-preview.tsx";

export interface ImportSource {
  text: string;
  /** Name of the file, for a document that has none; null when pasted. */
  file: string | null;
}

interface ImportDialogProps {
  /** What was dropped or pasted on the page; null: asked for in here. */
  given: ImportSource | null;
  onClose: () => void;
}

type Checked = { workflows: CheckedWorkflow[] } | { problem: string } | null;

/** Takes workflows from a file or a text, and shows what is in them before anything is kept. */
export function ImportDialog({ given, onClose }: ImportDialogProps) {
  const [source, setSource] = useState<ImportSource | null>(given);
  useEffect(() => {
    if (given) setSource(given);
  }, [given]);
  const checked = useChecked(source);
  const good = checked && "workflows" in checked ? checked.workflows.filter((one) => one.ok) : [];
  const keep = useKeep(onClose);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent className="max-w-[600px]">
        <DialogHeader>
          <DialogTitle>Import workflows</DialogTitle>
          <DialogDescription>
            From a file or text that Heddle exported, JSON or YAML. They arrive as drafts: nothing starts them yet.
          </DialogDescription>
        </DialogHeader>
        <ChooseSource source={source} choose={setSource} />
        {checked && "problem" in checked ? (
          <p role="alert" className="rounded-control bg-fail-soft px-2.5 py-2 text-fail text-small">
            {checked.problem}
          </p>
        ) : null}
        {checked && "workflows" in checked ? <ImportPreview workflows={checked.workflows} /> : null}
        {keep.isError ? (
          <p role="alert" className="text-fail text-small">
            {asProblem(keep.error).message}
          </p>
        ) : null}
        <DialogFooter>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={good.length === 0}
            busy={keep.isPending}
            onClick={() => keep.mutate(good.map(({ workflow }) => workflow))}
          >
            {good.length > 1 ? `Import ${good.length} workflows` : "Import"}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function ChooseSource({ source, choose }: { source: ImportSource | null; choose(source: ImportSource | null): void }) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const take = async (files: FileList | null) => {
    const file = files?.[0];
    if (file) choose(await readSource(file));
  };
  return (
    <div className="flex flex-col gap-2">
      <button
        type="button"
        onClick={() => input.current?.click()}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          event.stopPropagation();
          void take(event.dataTransfer.files);
        }}
        className="flex items-center justify-center gap-2 rounded-card border border-line-control border-dashed bg-sunken px-3 py-4 text-fg-2 text-small hover:bg-hover"
      >
        <FileUp aria-hidden className="size-4" />
        {source?.file ? (
          <span className="min-w-0 truncate">
            <b>{source.file}</b>, choose another
          </span>
        ) : (
          "Drop a file here, or choose one"
        )}
      </button>
      <input
        ref={input}
        type="file"
        aria-label="File to import"
        accept=".json,.yaml,.yml,application/json,application/yaml"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => void take(event.target.files)}
      />
      <label htmlFor={id} className="text-fg-2 text-small">
        Or paste the text
      </label>
      <Textarea
        id={id}
        rows={5}
        spellCheck={false}
        className="max-h-48 min-h-24 font-mono text-small"
        value={source?.file === null ? source.text : ""}
        placeholder={source?.file ? "The file above is used" : "name: …"}
        onChange={(event) => choose(event.target.value === "" ? null : { text: event.target.value, file: null })}
      />
    </div>
  );
}

export async function readSource(file: File): Promise<ImportSource> {
  return { text: await file.text(), file: file.name };
}

/** Looked at as it is typed; the reader is loaded the first time. */
function useChecked(source: ImportSource | null): Checked {
  const [checked, setChecked] = useState<Checked>(null);
  useEffect(() => {
    if (source === null) {
      setChecked(null);
      return;
    }
    let isOver = false;
    const name = source.file?.replace(/\.[^.]+$/, "") || "Imported workflow";
    void import("./check-import.ts")
      .then(({ checkImport }) => ({ workflows: checkImport(source.text, name) }))
      .catch((error: unknown) => ({ problem: asProblem(error).message }))
      .then((result) => !isOver && setChecked(result));
    return () => {
      isOver = true;
    };
  }, [source]);
  return checked;
}

/** Makes a workflow of each. One opens at once; of several the list shows what came. */
function useKeep(onClose: () => void) {
  const router = useRouter();
  const refresh = useRefreshWorkflows();
  return useMutation({
    mutationFn: async (workflows: readonly { name: string; description: string; document: unknown }[]) => {
      // The server looks at the document, and says what is wrong with it.
      const { results, failed } = await eachOf(workflows, (body) =>
        api.call(createWorkflow, { body: body as BodyInputOf<ContractOf<typeof createWorkflow>> }),
      );
      if (results.length === 0) throw new Error(failed[0]?.reason);
      return { results, failed };
    },
    onSuccess: async ({ results, failed }) => {
      const [only] = results;
      for (const { item, reason } of failed) toast.error(`“${item.name}” was not imported`, { description: reason });
      await refresh();
      if (results.length === 1 && only) router.push(`/workflows/${only.id}`);
      else
        toast.success(`Imported ${results.length} workflows`, { description: "As drafts: publish what should run." });
      onClose();
    },
  });
}
