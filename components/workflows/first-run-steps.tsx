import { Webhook } from "lucide-react";
import type { ReactNode } from "react";
import { StatusIcon } from "#components/icons/status-icon.tsx";
import { cn } from "#lib/utils.ts";

/** The way to a first run: three eyelets on a thread. */
export function FirstRunSteps() {
  return (
    <section aria-label="The way to a first run" className="relative mt-9">
      <svg aria-hidden="true" className="absolute top-0 left-0 h-3 w-[calc(66.67%+12px)] max-md:hidden">
        <line
          x1="0"
          x2="100%"
          y1="6"
          y2="6"
          strokeWidth={1.5}
          strokeLinecap="round"
          strokeDasharray="0.1 5"
          className="stroke-line-control"
        />
      </svg>
      <ol className="grid grid-cols-3 gap-4 max-md:grid-cols-1 max-md:gap-6">
        <Step title="Pick a start" text="It is the only node you must choose." first>
          <div className="flex h-12 w-52 max-w-full items-center gap-2 justify-self-center rounded-card border border-line-2 bg-surface pr-2.5 pl-[9px] shadow-card">
            <span className="grid size-7 shrink-0 place-items-center rounded-control bg-cat-trigger-soft text-cat-trigger">
              <Webhook aria-hidden className="size-4" strokeWidth={1.9} />
            </span>
            <span className="min-w-0">
              <span className="block truncate font-medium leading-4">New order</span>
              <span className="block truncate text-fg-3 text-micro">POST /orders</span>
            </span>
          </div>
        </Step>
        <Step title="Send it something" text="A sample is enough. Change it, or send a real one." plain>
          <pre className="font-mono text-[11.5px] text-fg-2 leading-[18px] tracking-[-0.01em]">
            {'{ "order": '}
            <span className="text-primary-text">48213</span>
            {',\n  "total": '}
            <span className="text-primary-text">89.5</span>
            {',\n  "country": '}
            <span className="text-ok">"NO"</span>
            {" }"}
          </pre>
        </Step>
        <Step title="Watch each step" text="Look inside, change a value, go again.">
          <div className="grid w-full gap-[5px] text-micro leading-4">
            <Lane status="done" name="New order" left={0} width={6} time="2 ms" />
            <Lane status="done" name="Look up" left={6} width={44} time="640 ms" />
            <Lane status="running" name="Shipping" left={50} width={50} time="0.9 s" />
          </div>
        </Step>
      </ol>
    </section>
  );
}

interface StepProps {
  title: string;
  text: string;
  first?: boolean;
  /** On a plain ground, for text. */
  plain?: boolean;
  children: ReactNode;
}

function Step({ title, text, first, plain, children }: StepProps) {
  return (
    <li className="relative pt-5">
      <span
        aria-hidden="true"
        className={cn(
          "absolute top-0 left-0 h-3 w-5 rounded-full border-2 bg-surface",
          first ? "border-focus" : "border-edge",
        )}
      />
      <h2 className="font-medium text-base tracking-normal">{title}</h2>
      <p className="text-fg-3 text-small leading-[17px]">{text}</p>
      <div
        aria-hidden="true"
        className={cn(
          "mt-2.5 grid h-[92px] content-center rounded-card border border-line px-3 py-2.5",
          plain ? "bg-sunken" : "canvas-dots",
        )}
      >
        {children}
      </div>
    </li>
  );
}

interface LaneProps {
  status: "done" | "running";
  name: string;
  left: number;
  width: number;
  time: string;
}

function Lane({ status, name, left, width, time }: LaneProps) {
  return (
    <div className="grid grid-cols-[14px_72px_1fr_44px] items-center gap-1.5">
      <StatusIcon status={status} size={12} />
      <span className="truncate">{name}</span>
      <span className="relative h-2">
        <span
          className="absolute inset-y-0 rounded-[2px] bg-primary"
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      </span>
      <span className="text-right text-fg-3">{time}</span>
    </div>
  );
}
