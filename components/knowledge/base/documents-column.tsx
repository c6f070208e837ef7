"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { Search, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { BulkBar } from "#components/shared/bulk-bar.tsx";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { toast } from "#components/shared/toast.ts";
import { useDebounced } from "#components/shared/use-debounced.ts";
import { useSelection } from "#components/shared/use-selection.ts";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { KnowledgeBase, KnowledgeDocument } from "#lib/api/contracts/knowledge.ts";
import { DeleteDocumentsDialog } from "./delete-documents-dialog.tsx";
import { DocumentRow, type RowActs } from "./document-row.tsx";
import { UploadRows } from "./upload-rows.tsx";
import { type DocumentFilter, useDocuments, useRepeatDocument } from "./use-documents.ts";
import type { Uploads } from "./use-uploads.ts";

const ROW = 52;
const BEFORE_THE_END = 15;

interface Props {
  base: KnowledgeBase;
  mayWrite: boolean;
  openId: string | null;
  open(id: string | null): void;
  uploads: Uploads;
  /** Opens the dialog that chooses files. */
  choose(): void;
}

export function DocumentsColumn({ base, mayWrite, openId, open, uploads, choose }: Props) {
  const [filter, setFilter] = useState<DocumentFilter>("all");
  const [search, setSearch] = useState<string | null>(null);
  const [removing, setRemoving] = useState<readonly KnowledgeDocument[]>([]);
  const { list, documents } = useDocuments(base.id, filter, useDebounced(search?.trim() ?? "", 200), base.working);
  const selection = useSelection(useMemo(() => documents.map(({ id }) => id), [documents]));
  const repeat = useRepeatDocument(base.id);
  const acts: RowActs = {
    open,
    write: mayWrite
      ? {
          repeat: ({ id }) =>
            repeat.mutate(id, {
              onError: (error) => toast.error("It is not read again", { description: asProblem(error).message }),
            }),
          remove: (document) => setRemoving([document]),
          select: (id, selected) => selection.set([id], selected),
        }
      : null,
  };
  return (
    <>
      <header className="flex h-9 shrink-0 items-center gap-2 border-line border-b px-3 max-sm:h-12">
        <Segmented
          label="Which documents"
          size="sm"
          value={filter}
          onValueChange={setFilter}
          options={[
            { value: "all", label: `All ${base.documents.toLocaleString("en-US")}` },
            { value: "working", label: `Working ${base.working}` },
            { value: "failed", label: `Failed ${base.failed}` },
          ]}
        />
        <IconButton
          label="Find a document"
          size="sm"
          className="ml-auto"
          aria-pressed={search !== null}
          onClick={() => setSearch(search === null ? "" : null)}
        >
          <Search aria-hidden className="size-3.5" />
        </IconButton>
      </header>
      {search === null ? null : (
        <search className="border-line border-b p-2">
          <Input
            autoFocus
            aria-label="Find a document by name"
            placeholder="Name of the document"
            value={search}
            maxLength={200}
            spellCheck={false}
            onChange={({ target }) => setSearch(target.value)}
            onKeyDown={({ key }) => key === "Escape" && setSearch(null)}
          />
        </search>
      )}
      <UploadRows uploads={uploads} open={open} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        {list.isPending ? <ListSkeleton /> : null}
        {list.isError ? (
          <ErrorState
            className="m-3"
            title="The documents could not be loaded"
            meaning={asProblem(list.error).message}
            action={<Button onClick={() => void list.refetch()}>Try again</Button>}
          />
        ) : null}
        {list.isSuccess && documents.length === 0 ? (
          <Nothing filter={filter} search={search} isEmpty={base.documents === 0} choose={mayWrite ? choose : null} />
        ) : null}
        {documents.length > 0 ? (
          <Rows
            documents={documents}
            hasMore={list.hasNextPage}
            isReading={list.isFetchingNextPage}
            readMore={() => void list.fetchNextPage()}
            row={(document) => (
              <DocumentRow
                document={document}
                originalHref={originalHref(base.id, document.id)}
                isOpen={document.id === openId}
                isSelected={selection.has(document.id)}
                acts={acts}
              />
            )}
          />
        ) : null}
        <BulkBar count={selection.ids.size} clear={selection.clear}>
          <Button
            size="sm"
            variant="ghost"
            onClick={() => setRemoving(documents.filter(({ id }) => selection.has(id)))}
          >
            <Trash2 aria-hidden className="size-3.5" />
            Delete
          </Button>
        </BulkBar>
      </div>
      {removing.length > 0 ? (
        <DeleteDocumentsDialog
          baseId={base.id}
          documents={removing}
          onClose={() => setRemoving([])}
          onDeleted={() => {
            if (removing.some(({ id }) => id === openId)) open(null);
            selection.clear();
          }}
        />
      ) : null}
    </>
  );
}

function originalHref(baseId: string, documentId: string): string {
  return `/api/v1/knowledge-bases/${baseId}/documents/${documentId}/original`;
}

interface RowsProps {
  documents: readonly KnowledgeDocument[];
  hasMore: boolean;
  isReading: boolean;
  readMore(): void;
  row(document: KnowledgeDocument): ReactNode;
}

/** Only those in sight are drawn; the next page is read before its rows are reached. */
function Rows({ documents, hasMore, isReading, readMore, row }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const windowed = useVirtualizer({
    count: documents.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    getItemKey: (index) => documents[index]?.id ?? index,
  });
  const rows = windowed.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `readMore` is another one each time
  useEffect(() => {
    if (hasMore && !isReading && last >= documents.length - BEFORE_THE_END) readMore();
  }, [hasMore, isReading, last, documents.length]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <ul aria-label="Documents" className="relative" style={{ height: windowed.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const document = documents[index];
          return document ? (
            <li
              key={document.id}
              aria-setsize={hasMore ? -1 : documents.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row(document)}
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

interface NothingProps {
  filter: DocumentFilter;
  search: string | null;
  isEmpty: boolean;
  choose: (() => void) | null;
}

function Nothing({ filter, search, isEmpty, choose }: NothingProps) {
  if (isEmpty) {
    return (
      <EmptyState
        className="m-3"
        title="No documents yet"
        action={choose ? <Button onClick={choose}>Choose files</Button> : null}
      >
        Drop files anywhere on this page: PDF, Word, HTML, Markdown, CSV, JSON and plain text. Or name an address to
        read.
      </EmptyState>
    );
  }
  const why = search
    ? "No document is called that."
    : filter === "failed"
      ? "Nothing failed."
      : filter === "working"
        ? "Nothing is being worked on."
        : "There is nothing here.";
  return <p className="p-4 text-fg-3 text-small">{why}</p>;
}

function ListSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading documents</span>
      {["w-40", "w-52", "w-36", "w-44"].map((width) => (
        <div key={width} className="flex h-[52px] items-center gap-3 px-3">
          <Skeleton className="size-4" />
          <Skeleton className={width} />
        </div>
      ))}
    </div>
  );
}
