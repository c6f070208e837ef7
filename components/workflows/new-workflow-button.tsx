"use client";

import { ChevronDown, Plus } from "lucide-react";
import { useCreateWorkflow } from "#components/shared/workflows/workflow-actions.ts";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { samples } from "#lib/demo/samples.ts";

/** An empty canvas at once; a sample by the menu beside it. */
export function NewWorkflowButton() {
  const create = useCreateWorkflow();
  // Also until the new one is open: a second press would make a second one.
  const isMaking = create.isPending || create.isSuccess;
  return (
    <div className="flex">
      <Button
        variant="primary"
        className="rounded-r-none"
        busy={isMaking}
        onClick={() => create.mutate({ name: "New workflow" })}
      >
        {isMaking ? null : <Plus aria-hidden className="size-4" strokeWidth={1.9} />}
        <span>
          New<span className="max-sm:hidden"> workflow</span>
        </span>
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="primary"
            aria-label="Begin with a sample"
            className="rounded-l-none border-l border-l-[color-mix(in_oklab,var(--on-ink),transparent_70%)] px-1.5"
            disabled={isMaking}
          >
            <ChevronDown aria-hidden className="size-4" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-[300px]">
          <DropdownMenuLabel>Begin with a sample</DropdownMenuLabel>
          {samples.map((sample) => (
            <DropdownMenuItem
              key={sample.id}
              className="h-auto"
              onSelect={() => create.mutate({ name: sample.name, sample })}
            >
              <span className="py-1">
                <span className="block font-medium">{sample.name}</span>
                <span className="block text-fg-3 text-micro">{sample.summary}</span>
              </span>
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
    </div>
  );
}
