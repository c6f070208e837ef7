"use client";

import {
  CalendarClock,
  ChevronRight,
  CirclePlay,
  type LucideIcon,
  MessageSquare,
  Plus,
  Trash2,
  Upload,
  Webhook,
} from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";
import { MenuButton } from "#components/shared/shell/shell.tsx";
import { SampleRows } from "#components/shared/workflows/sample-rows.tsx";
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
    type: "trigger.chat",
    title: "Chat",
    text: "Someone asks a question",
    name: "Chat workflow",
    icon: MessageSquare,
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
  // Also until the new one is open: a second press would make a second one.
  const isMaking = create.isPending || create.isSuccess;
  const begin = async ({ type, name }: Start) => create.mutate({ name, document: await documentStartingWith(type) });
  return (
    <>
      <h1 className="text-figure leading-8 tracking-[-0.02em]">Make the first workflow</h1>
      <p className="mt-1 max-w-[620px] text-fg-2">
        It starts on something, takes a few steps, and shows you what every step did. Pick a way in; both end in a run
        you can watch.
      </p>
      <div className="mt-7 grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <WayIn title="Try a sample" text="Complete, with something to run it with">
          <SampleRows disabled={isMaking} onChoose={(sample) => create.mutate({ name: sample.name, sample })} />
          <Link
            href="/templates"
            className="mt-1 inline-block rounded-control px-2 py-1.5 text-primary-text text-small hover:underline"
          >
            All templates
          </Link>
        </WayIn>
        <WayIn title="Start with a trigger" text="What should set it off?">
          <ul>
            {starts.map((start) => (
              <li key={start.type} className="border-line border-t first:border-t-0">
                <StartRow start={start} disabled={isMaking} onStart={() => void begin(start)} />
              </li>
            ))}
          </ul>
        </WayIn>
      </div>
      <div className="-ml-2.5 mt-3 flex flex-wrap gap-1">
        <Button variant="ghost" disabled={isMaking} onClick={() => create.mutate({ name: "New workflow" })}>
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

function WayIn({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className="rounded-card border border-line bg-surface px-3 pt-4 pb-2 shadow-card">
      <h2 className="px-1">{title}</h2>
      <p className="mb-2.5 px-1 text-fg-2 text-small">{text}</p>
      {children}
    </section>
  );
}

function StartRow({ start, disabled, onStart }: { start: Start; disabled: boolean; onStart: () => void }) {
  const Icon = start.icon;
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onStart}
      className="flex min-h-[60px] w-full items-center gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-hover disabled:text-fg-off"
    >
      <span className="grid size-7 shrink-0 place-items-center rounded-control bg-cat-trigger-soft text-cat-trigger">
        <Icon aria-hidden className="size-4" strokeWidth={1.9} />
      </span>
      <span className="min-w-0">
        <b className="block leading-[17px]">{start.title}</b>
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
