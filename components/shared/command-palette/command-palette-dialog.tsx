"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { defaultFilter } from "cmdk";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { api, readWithin } from "#components/shared/api.ts";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "#components/ui/command.tsx";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "#components/ui/dialog.tsx";
import { Keys } from "#components/ui/kbd.tsx";
import { listWorkflows } from "#lib/api/operations.ts";
import { searchDocs } from "#lib/docs/search-docs.ts";
import { fetchDocsIndex } from "../docs-index.ts";
import { useKnowledgeBases } from "../knowledge/use-knowledge-bases.ts";
import { useDebounced } from "../use-debounced.ts";
import { useCreateWorkflow, WORKFLOWS_KEY } from "../workflows/workflow-actions.ts";
import type { CommandGroup as Group, PaletteCommand } from "./command.ts";
import { DOCS, docsCommands, everywhere, knowledgeCommands, workflowCommands } from "./everywhere.ts";

interface Props {
  mayWrite: boolean;
  /** What the page below offers. */
  here: readonly Group[];
  onClose(): void;
}

/** Find a page, a workflow, a knowledge base or an action by name. */
export default function CommandPaletteDialog({ mayWrite, here, onClose }: Props) {
  const router = useRouter();
  const create = useCreateWorkflow();
  const [typed, setTyped] = useState("");
  const workflows = useFoundWorkflows(useDebounced(typed.trim(), 150));
  const go = router.push;
  const fixed = useMemo(
    () => [...here, ...everywhere({ go, create: mayWrite ? create.mutate : null })],
    [here, go, mayWrite, create.mutate],
  );
  const bases = useFoundBases(typed.trim().toLowerCase());
  const found = [workflowCommands(workflows, go, typed !== ""), knowledgeCommands(bases, go)].filter(
    (group) => group !== null,
  );
  const docs = docsCommands(useFoundDocs(typed), go);
  // What is found a moment later must not push away the line that is chosen at first.
  const before = typed === "" ? here.length + 1 : here.length;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent closeButton={false} className="gap-0 overflow-hidden p-0">
        <DialogTitle className="sr-only">Commands</DialogTitle>
        <DialogDescription className="sr-only">Find a page, a workflow or an action by name.</DialogDescription>
        <Command label="Commands" loop filter={scoreOf}>
          <CommandInput placeholder="Find a page, a workflow or an action" value={typed} onValueChange={setTyped} />
          <CommandList className="max-h-[min(420px,60vh)]">
            <CommandEmpty>Nothing is called that.</CommandEmpty>
            {[...fixed.slice(0, before), ...found, ...fixed.slice(before), ...(docs ? [docs] : [])].map((group) => (
              <CommandGroup key={group.heading} heading={group.heading}>
                {group.commands.map((command) => (
                  <Line key={command.id} command={command} onClose={onClose} />
                ))}
              </CommandGroup>
            ))}
          </CommandList>
        </Command>
      </DialogContent>
    </Dialog>
  );
}

/** Pages of the documentation are found already, best first, and stand after what can be done. */
function scoreOf(id: string, typed: string, keywords?: string[]): number {
  return id.startsWith(DOCS) ? Number.MIN_VALUE : defaultFilter(id, typed, keywords);
}

function Line({ command, onClose }: { command: PaletteCommand; onClose(): void }) {
  const Icon = command.icon;
  return (
    <CommandItem
      value={command.id}
      keywords={[command.label, ...(command.keywords ?? [])]}
      onSelect={() => {
        onClose();
        // Once the dialog has given the focus back, so that what opens next takes it.
        requestAnimationFrame(() => command.run());
      }}
    >
      <Icon aria-hidden />
      <span className="truncate">{command.label}</span>
      {command.note ? <span className="ml-auto shrink-0 text-fg-3 text-micro">{command.note}</span> : null}
      {command.keys ? <Keys keys={command.keys} className="ml-auto" /> : null}
    </CommandItem>
  );
}

const DOCS_SHOWN = 5;

/** The documentation, once somebody types; its index is fetched once. */
function useFoundDocs(typed: string) {
  const { data } = useQuery({
    queryKey: ["docs-index"],
    queryFn: fetchDocsIndex,
    enabled: typed.trim().length > 1,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(() => searchDocs(data ?? [], typed.trim().length > 1 ? typed : "", DOCS_SHOWN), [data, typed]);
}

const BASES_SHOWN = 8;

/** Nobody looks through all of them here: they are found by name. */
function useFoundBases(typed: string) {
  const { data } = useKnowledgeBases();
  return useMemo(
    () =>
      typed === "" ? [] : (data ?? []).filter(({ name }) => name.toLowerCase().includes(typed)).slice(0, BASES_SHOWN),
    [data, typed],
  );
}

function useFoundWorkflows(search: string) {
  const { data } = useQuery({
    queryKey: [...WORKFLOWS_KEY, "palette", search],
    queryFn: ({ signal }) =>
      api.call(listWorkflows, { query: { ...(search && { search }), limit: 8 } }, { signal: readWithin(signal) }),
    placeholderData: keepPreviousData,
  });
  return data?.items ?? [];
}
