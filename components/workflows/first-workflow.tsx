"use client";

import { CalendarClock, ChevronRight, CirclePlay, type LucideIcon, Plus, Trash2, Upload, Webhook } from "lucide-react";
import Link from "next/link";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";
import { MenuButton } from "#components/shared/shell/shell.tsx";
import { useCreateWorkflow } from "#components/shared/workflows/workflow-actions.ts";
import { Button } from "#components/ui/button.tsx";
import { FirstRunSteps } from "./first-run-steps.tsx";
import { documentStartingWith } from "./starting-document.ts";

interface Start {
  type: string;
  title: string;
  text: string;
  name: string;
  icon: LucideIcon;
}

const starts: readonly Start[] = [
  {
    type: "trigger.webhook",
    title: "Webhook",
    text: "Another system calls an address",
    name: "Webhook workflow",
    icon: Webhook,
  },
  {
    type: "trigger.schedule",
    title: "Schedule",
    text: "Every morning, or every 5 minutes",
    name: "Scheduled workflow",
    icon: CalendarClock,
  },
  {
    type: "trigger.manual",
    title: "By hand",
    text: "Someone presses Run",
    name: "Workflow by hand",
    icon: CirclePlay,
  },
];

/** What stands where the list will be: the ways to begin, and what happens after. */
export function FirstWorkflow({ mayWrite, onImport }: { mayWrite: boolean; onImport: () => void }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="hidden h-[52px] items-center gap-1 border-line border-b px-2 max-sm:flex">
        <MenuButton />
        <span className="font-medium text-lead">Workflows</span>
      </div>
      <div className="mx-auto w-full max-w-[1008px] px-6 pt-[52px] pb-8 max-sm:px-4 max-sm:pt-6">
        {mayWrite ? <Begin onImport={onImport} /> : <NothingHere />}
      </div>
    </div>
  );
}

function Begin({ onImport }: { onImport: () => void }) {
  const create = useCreateWorkflow();
  const begin = async ({ type, name }: Start) => create.mutate({ name, document: await documentStartingWith(type) });
  return (
    <>
      <h1 className="text-figure leading-8 tracking-[-0.02em]">Make the first workflow</h1>
      <p className="mt-1 max-w-[620px] text-fg-2">
        It starts on something, takes a few steps, and shows you what every step did. What should set it off?
      </p>
      <ul className="mt-7 grid grid-cols-3 gap-4 max-md:grid-cols-1 max-md:gap-2">
        {starts.map((start) => (
          <li key={start.type}>
            <StartCard start={start} disabled={create.isPending} onStart={() => void begin(start)} />
          </li>
        ))}
      </ul>
      <div className="-ml-2.5 mt-3 flex flex-wrap gap-1">
        <Button variant="ghost" disabled={create.isPending} onClick={() => create.mutate({ name: "New workflow" })}>
          <Plus aria-hidden className="size-4" />
          Start with an empty canvas
        </Button>
        <Button variant="ghost" onClick={onImport}>
          <Upload aria-hidden className="size-4" />
          Import one
        </Button>
        <Button asChild variant="ghost">
          <Link href="/workflows/bin">
            <Trash2 aria-hidden className="size-4" />
            Bin
          </Link>
        </Button>
      </div>
      <FirstRunSteps />
    </>
  );
}

function StartCard({ start, disabled, onStart }: { start: Start; disabled: boolean; onStart: () => void }) {
  const Icon = start.icon;
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onStart}
      className="flex w-full items-center gap-3 rounded-card border border-line-2 bg-surface p-4 text-left shadow-card hover:border-line-control active:bg-hover disabled:text-fg-off"
    >
      <span className="grid size-9 shrink-0 place-items-center rounded-card bg-cat-trigger-soft text-cat-trigger">
        <Icon aria-hidden className="size-[18px]" strokeWidth={1.8} />
      </span>
      <span className="min-w-0">
        <span className="block font-medium leading-[17px]">{start.title}</span>
        <span className="block text-fg-3 text-micro">{start.text}</span>
      </span>
      <ChevronRight aria-hidden className="ml-auto size-3.5 shrink-0 text-fg-3" />
    </button>
  );
}

function NothingHere() {
  return (
    <>
      <HeddleMark size={28} />
      <h1 className="mt-4 text-figure leading-8 tracking-[-0.02em]">No workflows yet</h1>
      <p className="mt-1 max-w-[620px] text-fg-2">
        When an editor of this workspace makes one, it shows here, with its runs.
      </p>
    </>
  );
}
