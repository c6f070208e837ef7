"use client";

import { Link2, Plus, Settings2, Upload } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { BaseDialog } from "#components/shared/knowledge/base-dialog.tsx";
import { useKnowledgeBase } from "#components/shared/knowledge/use-knowledge-bases.ts";
import { MenuButton } from "#components/shared/shell/shell.tsx";
import { NARROW, useMediaQuery } from "#components/shared/use-media-query.ts";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { cn } from "#lib/utils.ts";
import { counted } from "../counted.ts";
import { DeleteBaseDialog } from "../delete-base-dialog.tsx";
import { ModelName } from "../model-name.tsx";
import { AddAddressDialog } from "./add-address-dialog.tsx";
import { ChangeModelDialog } from "./change-model-dialog.tsx";
import { DocumentsColumn } from "./documents-column.tsx";
import { PassagesColumn } from "./passages-column.tsx";
import { QuestionColumn } from "./question-column.tsx";
import { ReembeddingBar } from "./reembedding-bar.tsx";
import { useFileDrop } from "./use-file-drop.ts";
import { usePlace } from "./use-place.ts";
import { useUploads } from "./use-uploads.ts";

/** Where there is no room for three columns, they are steps. */
type Step = "documents" | "passages" | "question";
const column = "flex min-h-0 min-w-0 flex-col overflow-hidden bg-surface";
/** What the file dialog offers; others can be chosen, and say why they cannot be read. */
const ENDINGS = ".pdf,.docx,.html,.htm,.md,.markdown,.txt,.csv,.tsv,.json,.jsonl";

/** Documents of a base, their passages, and what a question finds in them. */
export function BasePage({ base: first, mayWrite }: { base: KnowledgeBase; mayWrite: boolean }) {
  const current = useKnowledgeBase(first.id);
  const base = current.data ?? first;
  const { place, open } = usePlace();
  const [step, setStep] = useState<Step>(place.document === null ? "documents" : "passages");
  const [dialog, setDialog] = useState<"address" | "settings" | "model" | "delete" | null>(null);
  const isNarrow = useMediaQuery(NARROW);
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const uploads = useUploads(base.id);
  const isOver = useFileDrop(mayWrite ? uploads.add : null);
  const close = () => setDialog(null);
  const show = (document: string | null, passage: number | null = null) => {
    open(document, passage);
    if (document !== null) setStep("passages");
  };
  const isGone = current.isError && asProblem(current.error).status === 404;
  if (isGone) return <Gone />;
  const choose = () => input.current?.click();
  return (
    <>
      <header className="flex h-[52px] shrink-0 items-center gap-2 pr-4 pl-5 max-sm:gap-1 max-sm:pr-3 max-sm:pl-2">
        <MenuButton />
        <h1 className="mr-auto flex min-w-0 items-baseline gap-2 max-sm:text-lead">
          <Link href="/knowledge" className="font-medium text-fg-3 hover:underline max-sm:hidden">
            Knowledge
          </Link>
          <span aria-hidden className="text-fg-3 max-sm:hidden">
            /
          </span>
          <span className="truncate">{base.name}</span>
          <span className="truncate whitespace-nowrap font-normal text-fg-3 text-small tracking-normal max-lg:hidden">
            {counted(base.documents, "document")} · {counted(base.chunks, "passage")} · <ModelName model={base.model} />
            {base.dimensions === null ? "" : `, ${base.dimensions.toLocaleString("en-US")} dimensions`}
          </span>
        </h1>
        {mayWrite ? (
          <>
            <IconButton label="Settings" onClick={() => setDialog("settings")}>
              <Settings2 aria-hidden className="size-4" />
            </IconButton>
            <Button onClick={() => setDialog("address")} aria-label="Add from address">
              <Link2 aria-hidden className="size-4" />
              <span className="max-sm:hidden">Add from address</span>
            </Button>
            <Button variant="primary" onClick={choose} aria-label="Add documents">
              <Plus aria-hidden className="size-4" strokeWidth={1.9} />
              <span className="max-sm:hidden">Add documents</span>
            </Button>
            <input
              ref={input}
              type="file"
              multiple
              accept={ENDINGS}
              className="hidden"
              tabIndex={-1}
              aria-label="Files to add"
              onChange={({ target }) => {
                uploads.add([...(target.files ?? [])]);
                target.value = "";
                setStep("documents");
              }}
            />
          </>
        ) : null}
      </header>
      <ReembeddingBar base={base} mayWrite={mayWrite} />
      <div className="flex shrink-0 items-center border-line border-t px-3 py-1.5 lg:hidden">
        <Segmented
          label="What to see"
          value={!isNarrow && step === "documents" ? "passages" : step}
          onValueChange={setStep}
          className="max-sm:w-full max-sm:*:flex-1 max-sm:*:justify-center"
          options={[
            // Beside the others where there is room for two.
            ...(isNarrow ? [{ value: "documents" as const, label: "Documents" }] : []),
            { value: "passages", label: "Passages" },
            { value: "question", label: "Try a question" },
          ]}
        />
      </div>
      <div className="grid min-h-0 flex-1 grid-cols-[356px_minmax(0,1fr)_464px] divide-x divide-line border-line border-t max-lg:grid-cols-[320px_minmax(0,1fr)] max-md:grid-cols-1 max-md:divide-x-0">
        <section aria-label="Documents" className={cn(column, step !== "documents" && "max-md:hidden")}>
          <DocumentsColumn
            base={base}
            mayWrite={mayWrite}
            openId={place.document}
            open={(id) => show(id)}
            uploads={uploads}
            choose={choose}
          />
        </section>
        <section
          aria-label="Passages"
          className={cn(column, step === "question" && "max-lg:hidden", step === "documents" && "max-md:hidden")}
        >
          <PassagesColumn baseId={base.id} place={place} go={(passage) => open(place.document, passage)} />
        </section>
        <section aria-label="Try a question" className={cn(column, step !== "question" && "max-lg:hidden")}>
          <QuestionColumn base={base} open={show} />
        </section>
      </div>
      {isOver ? <DropHere name={base.name} /> : null}
      {dialog === "address" ? <AddAddressDialog baseId={base.id} onClose={close} /> : null}
      {dialog === "settings" ? (
        <BaseDialog base={base} onClose={close}>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setDialog("model")}>Embed with another model…</Button>
            <Button variant="danger" onClick={() => setDialog("delete")}>
              Delete this base…
            </Button>
          </div>
        </BaseDialog>
      ) : null}
      {dialog === "model" ? <ChangeModelDialog base={base} onClose={close} /> : null}
      {dialog === "delete" ? (
        <DeleteBaseDialog base={base} onClose={close} onDeleted={() => router.push("/knowledge")} />
      ) : null}
    </>
  );
}

function DropHere({ name }: { name: string }) {
  return (
    <div className="pointer-events-none fixed inset-0 z-40 grid place-items-center bg-scrim">
      <p className="flex items-center gap-2 rounded-panel border border-line-2 bg-raised px-5 py-4 font-medium shadow-dialog">
        <Upload aria-hidden className="size-5 text-primary-text" />
        Drop the files to add them to “{name}”
      </p>
    </div>
  );
}

function Gone() {
  return (
    <div className="flex-1 p-5">
      <ErrorState
        title="This knowledge base is not here any more"
        meaning="Somebody deleted it, with everything in it. Workflows that name it fail until they name another."
        action={
          <Button asChild>
            <Link href="/knowledge">All bases</Link>
          </Button>
        }
      />
    </div>
  );
}
