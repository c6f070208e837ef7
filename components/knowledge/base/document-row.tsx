import { Download, Ellipsis, FileText, FileX2, Globe, RotateCw, Trash2, Workflow } from "lucide-react";
import { StatusIcon } from "#components/icons/status-icon.tsx";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { KnowledgeDocument } from "#lib/api/contracts/knowledge.ts";
import { cn } from "#lib/utils.ts";
import { aboutDocument } from "./document-words.ts";
import { progressOf } from "./progress.ts";
import { StagesBar } from "./stages-bar.tsx";

export interface RowActs {
  open(id: string): void;
  /** Null for those who may not write. */
  write: {
    repeat(document: KnowledgeDocument): void;
    remove(document: KnowledgeDocument): void;
    select(id: string, selected: boolean): void;
  } | null;
}

interface Props {
  document: KnowledgeDocument;
  originalHref: string;
  isOpen: boolean;
  isSelected: boolean;
  acts: RowActs;
}

/** A document, and how far it is. */
export function DocumentRow({ document, originalHref, isOpen, isSelected, acts }: Props) {
  const { id, name, state, problem } = document;
  const isBad = state === "failed";
  const progress = progressOf(document);
  return (
    <div
      data-state={isSelected ? "selected" : undefined}
      className={cn(
        "group relative flex h-[52px] items-center gap-2.5 border-line border-b pr-2 pl-3",
        isOpen ? "bg-primary-soft" : "hover:bg-hover",
      )}
    >
      <span className="relative grid size-4 shrink-0 place-items-center">
        <DocumentIcon document={document} isOpen={isOpen} hides={acts.write !== null} isSelected={isSelected} />
        {acts.write ? (
          <Checkbox
            aria-label={`Select ${name}`}
            checked={isSelected}
            onCheckedChange={(on) => acts.write?.select(id, on === true)}
            className={cn(
              "absolute z-10 opacity-0 focus-visible:opacity-100 group-hover:opacity-100",
              isSelected && "opacity-100",
            )}
          />
        ) : null}
      </span>
      <button
        type="button"
        aria-current={isOpen || undefined}
        onClick={() => acts.open(id)}
        className="min-w-0 flex-1 text-left after:absolute after:inset-0"
      >
        <b className="block truncate text-small leading-[17px]">{name}</b>
        <span
          title={isBad || problem !== null ? aboutDocument(document) : undefined}
          className={cn(
            "block truncate text-fg-3 text-micro",
            isBad && "text-fail",
            !isBad && problem !== null && "text-wait",
          )}
        >
          {aboutDocument(document)}
          {state === "ready" ? (
            <>
              {" · "}
              <RelativeTime at={document.updatedAt} />
            </>
          ) : null}
        </span>
      </button>
      {progress ? (
        <span className="w-[84px] shrink-0 text-right">
          <span className="mb-1 block text-fg-3 text-micro">{progress.label}</span>
          <StagesBar progress={progress} />
        </span>
      ) : null}
      {isBad && acts.write ? (
        <Button
          size="sm"
          className="relative"
          aria-label={`Try again: ${name}`}
          onClick={() => acts.write?.repeat(document)}
        >
          Try again
        </Button>
      ) : null}
      {state === "ready" ? <StatusIcon status="done" size={14} label="Ready" /> : null}
      <RowMenu document={document} originalHref={originalHref} acts={acts} />
    </div>
  );
}

function DocumentIcon(props: { document: KnowledgeDocument; isOpen: boolean; hides: boolean; isSelected: boolean }) {
  const { state, source } = props.document;
  const Icon = state === "failed" ? FileX2 : source === "url" ? Globe : source === "workflow" ? Workflow : FileText;
  return (
    <Icon
      aria-hidden
      strokeWidth={1.9}
      className={cn(
        "size-4 text-fg-3",
        props.isOpen && "text-primary-text",
        state === "failed" && "text-fail",
        props.hides && "group-focus-within:has-[+:focus-visible]:opacity-0 group-hover:opacity-0",
        props.isSelected && "opacity-0",
      )}
    />
  );
}

function RowMenu({ document, originalHref, acts }: Pick<Props, "document" | "originalHref" | "acts">) {
  const { write } = acts;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton
          label={`More for ${document.name}`}
          size="sm"
          className="relative -ml-1 opacity-0 focus-visible:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 max-md:opacity-100"
        >
          <Ellipsis aria-hidden className="size-3.5" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem asChild disabled={document.size === 0 && document.source === "url"}>
          <a href={originalHref} download={document.name}>
            <Download aria-hidden />
            Download the original
          </a>
        </DropdownMenuItem>
        {write ? (
          <>
            <DropdownMenuItem onSelect={() => write.repeat(document)}>
              <RotateCw aria-hidden />
              {document.source === "url" ? "Read the address again" : "Read again"}
            </DropdownMenuItem>
            <DropdownMenuItem variant="danger" onSelect={() => write.remove(document)}>
              <Trash2 aria-hidden />
              Delete
            </DropdownMenuItem>
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
