"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, readWithin } from "#components/shared/api.ts";
import { useDebounced } from "#components/shared/use-debounced.ts";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "#components/ui/command.tsx";
import { listWorkflows } from "#lib/api/operations.ts";

interface ChooseWorkflowProps {
  isChosen: boolean;
  choose(workflow: string | null): void;
}

/** Loaded when somebody opens it: finding by typing is a part of its own. */
export default function ChooseWorkflow({ isChosen, choose }: ChooseWorkflowProps) {
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed.trim(), 150);
  const found = useQuery({
    queryKey: ["workflow-names", search],
    queryFn: ({ signal }) =>
      api.call(listWorkflows, { query: { limit: 20, ...(search && { search }) } }, { signal: readWithin(signal) }),
    placeholderData: keepPreviousData,
  });
  return (
    <Command shouldFilter={false}>
      <CommandInput placeholder="Find a workflow" value={typed} onValueChange={setTyped} />
      <CommandList>
        {found.isSuccess ? <CommandEmpty>No workflow has this in its name.</CommandEmpty> : null}
        {isChosen ? <CommandItem onSelect={() => choose(null)}>All workflows</CommandItem> : null}
        {found.data?.items.map(({ id, name }) => (
          <CommandItem key={id} value={id} onSelect={() => choose(id)}>
            <span className="truncate">{name}</span>
          </CommandItem>
        ))}
      </CommandList>
    </Command>
  );
}
