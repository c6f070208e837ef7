"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { fetchDocsIndex } from "#components/shared/docs-index.ts";
import { Command, CommandInput, CommandItem, CommandList } from "#components/ui/command.tsx";
import { type SearchEntry, type SearchHit, searchDocs } from "#lib/docs/search-docs.ts";
import { NativeDialog } from "../native-dialog.tsx";
import { HitIcon } from "./hit-icon.tsx";
import { Marked } from "./marked.tsx";

const SHOWN = 20;

/** One search over guides, nodes, expressions, the API and what is written about the inside. */
export default function DocsSearchDialog({ onClose }: { onClose(): void }) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const { entries, hasFailed } = useDocsIndex();
  const hits = searchDocs(entries, typed, SHOWN);
  return (
    <NativeDialog
      label="Search the documentation"
      onClose={onClose}
      className="mx-auto mt-[12vh] w-[calc(100vw-32px)] max-w-[600px] animate-rise overflow-hidden rounded-panel border max-sm:mt-3"
    >
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
            {hasFailed ? "The search could not be loaded. Try again in a moment." : emptyText(typed)}
          </p>
        ) : null}
      </Command>
    </NativeDialog>
  );
}

function useDocsIndex(): { entries: readonly SearchEntry[]; hasFailed: boolean } {
  const [entries, setEntries] = useState<readonly SearchEntry[]>([]);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    const gone = new AbortController();
    fetchDocsIndex(gone).then(setEntries, () => setFailed(!gone.signal.aborted));
    return () => gone.abort();
  }, []);
  return { entries, hasFailed };
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
