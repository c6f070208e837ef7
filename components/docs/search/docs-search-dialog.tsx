"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DOCS_INDEX_KEY, fetchDocsIndex } from "#components/shared/docs-index.ts";
import { Command, CommandInput, CommandItem, CommandList } from "#components/ui/command.tsx";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "#components/ui/dialog.tsx";
import { type SearchHit, searchDocs } from "#lib/docs/search-docs.ts";
import { HitIcon } from "./hit-icon.tsx";
import { Marked } from "./marked.tsx";

const SHOWN = 20;

/** One search over guides, nodes, expressions, the API and what is written about the inside. */
export default function DocsSearchDialog({ onClose }: { onClose(): void }) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const { data: entries, error } = useQuery({
    queryKey: DOCS_INDEX_KEY,
    queryFn: fetchDocsIndex,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const hits = searchDocs(entries ?? [], typed, SHOWN);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent closeButton={false} className="gap-0 overflow-hidden p-0 sm:max-w-[600px]">
        <DialogTitle className="sr-only">Search the documentation</DialogTitle>
        <DialogDescription className="sr-only">Results appear while you type.</DialogDescription>
        <Command label="Search the documentation" loop shouldFilter={false}>
          <CommandInput placeholder="Search the documentation" value={typed} onValueChange={setTyped} />
          <CommandList className="max-h-[min(460px,64vh)]">
            {hits.map((hit) => (
              <Line
                key={`${hit.entry.href} ${hit.entry.title}`}
                hit={hit}
                typed={typed}
                onChoose={() => {
                  onClose();
                  // Once the dialog has given the focus back.
                  requestAnimationFrame(() => router.push(hit.entry.href));
                }}
              />
            ))}
          </CommandList>
          {hits.length === 0 ? (
            <p role="status" className="px-3 py-6 text-center text-fg-3 text-small">
              {error ? "The search could not be loaded. Try again in a moment." : emptyText(typed)}
            </p>
          ) : null}
        </Command>
      </DialogContent>
    </Dialog>
  );
}

function emptyText(typed: string): string {
  if (typed.trim() !== "") return `Nothing says “${typed.trim()}”. Try fewer or other words.`;
  return "Find a guide, a node, a function or an API call.";
}

function Line({ hit, typed, onChoose }: { hit: SearchHit; typed: string; onChoose(): void }) {
  const { entry, excerpt } = hit;
  return (
    <CommandItem value={`${entry.href} ${entry.title}`} onSelect={onChoose} className="items-start gap-2.5 py-1.5">
      <HitIcon entry={entry} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-medium text-base leading-[18px]">
          <Marked text={entry.title} words={typed} />
        </span>
        <span className="truncate text-fg-3 text-micro leading-4">
          <Marked text={excerpt} words={typed} />
        </span>
      </span>
      <span className="mt-0.5 max-w-[38%] shrink-0 truncate text-fg-3 text-micro leading-4">
        {entry.within ? `${entry.kind} · ${entry.within}` : entry.kind}
      </span>
    </CommandItem>
  );
}
