"use client";

import { Upload } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { LazyBaseDialog } from "#components/shared/knowledge/lazy-base-dialog.tsx";
import { useKnowledgeBase } from "#components/shared/knowledge/use-knowledge-bases.ts";
import { NARROW, useMediaQuery } from "#components/shared/use-media-query.ts";
import { Button } from "#components/ui/button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { cn } from "#lib/utils.ts";
import { DeleteBaseDialog } from "../delete-base-dialog.tsx";
import { AddAddressDialog } from "./add-address-dialog.tsx";
import { BaseHeader } from "./base-header.tsx";
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
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const uploads = useUploads(base.id);
  const isOver = useFileDrop(mayWrite ? uploads.add : null);
  const show = (document: string | null, passage: number | null = null) => {
    open(document, passage);
    if (document !== null) setStep("passages");
  };
  const isGone = current.isError && asProblem(current.error).status === 404;
  if (isGone) return <Gone />;
  const choose = () => input.current?.click();
  return (
    <>
      <BaseHeader
        base={base}
        acts={mayWrite ? { choose, address: () => setDialog("address"), settings: () => setDialog("settings") } : null}
      />
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
      <ReembeddingBar base={base} mayWrite={mayWrite} />
      <Steps step={step} onChange={setStep} />
      <div className="grid min-h-0 flex-1 grid-cols-[356px_minmax(0,1fr)_464px] divide-x divide-line border-line border-t max-xl:grid-cols-[300px_minmax(0,1fr)_380px] max-lg:grid-cols-[320px_minmax(0,1fr)] max-md:grid-cols-1 max-md:divide-x-0">
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
          <QuestionColumn base={base} mayRerank={mayWrite} open={show} />
        </section>
      </div>
      {isOver ? <DropHere name={base.name} /> : null}
      <Dialogs base={base} dialog={dialog} open={setDialog} />
    </>
  );
}

function Steps({ step, onChange }: { step: Step; onChange(step: Step): void }) {
  const isNarrow = useMediaQuery(NARROW);
  return (
    <div className="flex shrink-0 items-center border-line border-t px-3 py-1.5 lg:hidden">
      <Segmented
        label="What to see"
        value={!isNarrow && step === "documents" ? "passages" : step}
        onValueChange={onChange}
        className="max-sm:w-full max-sm:*:flex-1 max-sm:*:justify-center"
        options={[
          // Beside the others where there is room for two.
          ...(isNarrow ? [{ value: "documents" as const, label: "Documents" }] : []),
          { value: "passages", label: "Passages" },
          { value: "question", label: "Try a question" },
        ]}
      />
    </div>
  );
}

type Dialog = "address" | "settings" | "model" | "delete";

interface DialogsProps {
  base: KnowledgeBase;
  dialog: Dialog | null;
  open(dialog: Dialog | null): void;
}

function Dialogs({ base, dialog, open }: DialogsProps) {
  const router = useRouter();
  const close = () => open(null);
  switch (dialog) {
    case null:
      return null;
    case "address":
      return <AddAddressDialog baseId={base.id} onClose={close} />;
    case "settings":
      return (
        <LazyBaseDialog base={base} onClose={close}>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => open("model")}>Embed with another model…</Button>
            <Button variant="danger" onClick={() => open("delete")}>
              Delete this base…
            </Button>
          </div>
        </LazyBaseDialog>
      );
    case "model":
      return <ChangeModelDialog base={base} onClose={close} />;
    case "delete":
      return <DeleteBaseDialog base={base} onClose={close} onDeleted={() => router.push("/knowledge")} />;
  }
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
