"use client";

import { CalendarRange, CircleDot, X, Zap } from "lucide-react";
import type { ReactNode } from "react";
import { runStateLabel } from "#components/shared/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { isFiltered, noFilter, type RunFilter, type Within } from "./run-filter.ts";
import { triggerWords } from "./run-words.ts";
import { WorkflowFilter } from "./workflow-filter.tsx";

const states: readonly RunFilter["states"][number][] = [
  "running",
  "queued",
  "waiting",
  "compensating",
  "completed",
  "failed",
  "cancelled",
];
const triggers = Object.keys(triggerWords) as RunFilter["triggers"][number][];
const stretches: readonly { within: Within | null; label: string }[] = [
  { within: null, label: "Any time" },
  { within: "1h", label: "Last hour" },
  { within: "24h", label: "Last 24 hours" },
  { within: "7d", label: "Last 7 days" },
  { within: "30d", label: "Last 30 days" },
];

interface RunFiltersProps {
  filter: RunFilter;
  onChange(next: RunFilter): void;
  withWorkflow: boolean;
}

/** Which runs: each button says what is chosen in it. */
export function RunFilters({ filter, onChange, withWorkflow }: RunFiltersProps) {
  return (
    <search
      aria-label="Which runs"
      className="flex shrink-0 items-center gap-1 overflow-x-auto border-line border-b px-4 py-2 max-sm:gap-0 max-sm:px-2 max-sm:[&_button]:gap-1 max-sm:[&_button]:px-2"
    >
      <Several
        icon={<CircleDot aria-hidden className="size-4" />}
        label="Status"
        chosen={filter.states}
        options={states}
        words={runStateLabel}
        onChange={(next) => onChange({ ...filter, states: next })}
      />
      {withWorkflow ? (
        <WorkflowFilter value={filter.workflow} onChange={(workflow) => onChange({ ...filter, workflow })} />
      ) : null}
      <Several
        icon={<Zap aria-hidden className="size-4" />}
        label="Started by"
        chosen={filter.triggers}
        options={triggers}
        words={(trigger) => triggerWords[trigger]}
        onChange={(next) => onChange({ ...filter, triggers: next })}
      />
      <TimeFilter filter={filter} onChange={onChange} />
      {isFiltered(filter) ? (
        <Button variant="ghost" className="text-fg-2" onClick={() => onChange(noFilter)}>
          <X aria-hidden className="size-4" />
          Clear
        </Button>
      ) : null}
    </search>
  );
}

interface SeveralProps<T extends string> {
  icon: ReactNode;
  label: string;
  chosen: readonly T[];
  options: readonly T[];
  words(option: T): string;
  onChange(next: T[]): void;
}

function Several<T extends string>({ icon, label, chosen, options, words, onChange }: SeveralProps<T>) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" className={chosen.length > 0 ? "bg-press" : undefined}>
          {icon}
          {chosen.length === 0 ? label : `${label}: ${chosen.map(words).join(", ")}`}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {options.map((option) => (
          <DropdownMenuCheckboxItem
            key={option}
            checked={chosen.includes(option)}
            // Several may be ticked before the menu is left.
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(on) =>
              onChange(options.filter((one) => (one === option ? on === true : chosen.includes(one))))
            }
          >
            {words(option)}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function timeWords({ within, from, to }: RunFilter): string {
  const stretch = stretches.find((one) => one.within === within && within !== null);
  if (stretch) return stretch.label;
  if (from && to) return from === to ? from : `${from} to ${to}`;
  if (from) return `From ${from}`;
  return to ? `Until ${to}` : "Time";
}

function TimeFilter({ filter, onChange }: Pick<RunFiltersProps, "filter" | "onChange">) {
  const words = timeWords(filter);
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" className={words === "Time" ? undefined : "bg-press"}>
          <CalendarRange aria-hidden className="size-4" />
          {words}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Time" className="flex w-64 flex-col gap-3">
        <div className="grid grid-cols-2 gap-1.5">
          {stretches.map(({ within, label }) => (
            <Button
              key={label}
              size="sm"
              aria-pressed={filter.within === within && !filter.from && !filter.to}
              className="aria-pressed:bg-press"
              onClick={() => onChange({ ...filter, within, from: null, to: null })}
            >
              {label}
            </Button>
          ))}
        </div>
        <Field label="From day">
          {(control) => (
            <Input
              {...control}
              type="date"
              value={filter.from ?? ""}
              onChange={({ target }) => onChange({ ...filter, within: null, from: target.value || null })}
            />
          )}
        </Field>
        <Field label="To day">
          {(control) => (
            <Input
              {...control}
              type="date"
              value={filter.to ?? ""}
              onChange={({ target }) => onChange({ ...filter, within: null, to: target.value || null })}
            />
          )}
        </Field>
      </PopoverContent>
    </Popover>
  );
}
