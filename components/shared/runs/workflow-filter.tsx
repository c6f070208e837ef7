"use client";

import { useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { api, readWithin } from "#components/shared/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { getWorkflow } from "#lib/api/operations.ts";

const ChooseWorkflow = dynamic(() => import("./choose-workflow.tsx"), { ssr: false });

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
      <PopoverContent aria-label="Workflow" className="min-h-[88px] p-0">
        <ChooseWorkflow isChosen={value !== null} choose={choose} />
      </PopoverContent>
    </Popover>
  );
}
