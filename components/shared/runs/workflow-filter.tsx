"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useState } from "react";
import { api, readWithin } from "#components/shared/api.ts";
import { useDebounced } from "#components/shared/use-debounced.ts";
import { Button } from "#components/ui/button.tsx";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "#components/ui/command.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { getWorkflow, listWorkflows } from "#lib/api/operations.ts";

interface WorkflowFilterProps {
  value: string | null;
  onChange(workflow: string | null): void;
}

/** One workflow out of all of them, found by its name. */
export function WorkflowFilter({ value, onChange }: WorkflowFilterProps) {
  const [open, setOpen] = useState(false);
  const chosen = useQuery({
    queryKey: ["workflow-name", value],
    enabled: value !== null,
    queryFn: ({ signal }) => api.call(getWorkflow, { params: { id: value ?? "" } }, { signal: readWithin(signal) }),
  });
  const choose = (workflow: string | null) => {
    onChange(workflow);
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" className={value === null ? undefined : "bg-press"}>
          <Workflow aria-hidden className="size-4" />
          {value === null ? "Workflow" : `Workflow: ${chosen.data?.name ?? (chosen.isError ? "deleted" : "…")}`}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Workflow" className="p-0">
        <Choose isChosen={value !== null} choose={choose} />
      </PopoverContent>
    </Popover>
  );
}

function Choose({ isChosen, choose }: { isChosen: boolean; choose(workflow: string | null): void }) {
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
