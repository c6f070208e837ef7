"use client";

import { cn } from "#lib/utils.ts";

/** The number of a source. As a button it opens it. */
export function Cite({ number, isOn, name, onOpen }: { number: number; isOn: boolean; name: string; onOpen(): void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={`Source ${number}: ${name}`}
      aria-expanded={isOn}
      title={name}
      // The mark is small; where it is pressed is not.
      className="relative mx-px inline-grid align-[1px] before:absolute before:-inset-1 before:content-[''] max-md:before:-inset-2.5"
    >
      <CiteMark number={number} isOn={isOn} />
    </button>
  );
}

export function CiteMark({ number, isOn }: { number: number; isOn: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        "inline-grid h-4 min-w-4 shrink-0 place-items-center rounded-chip px-1 font-semibold text-[10px] leading-4",
        isOn ? "bg-primary text-primary-foreground" : "bg-idle-soft text-fg-2",
      )}
    >
      {number}
    </span>
  );
}
