"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { cn } from "#lib/utils.ts";

const SHOWN_MS = 1_500;
const words = { idle: "Copy", copied: "Copied", refused: "Mark it and copy by hand" } as const;

export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
  const [state, setState] = useState<keyof typeof words>("idle");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // Without https a browser has no clipboard to offer.
      setState("refused");
    }
    setTimeout(() => setState("idle"), SHOWN_MS);
  };
  const Icon = state === "copied" ? Check : Copy;
  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={state === "idle" ? `Copy ${label}` : undefined}
      className={cn(
        "inline-flex h-6 items-center gap-1 rounded-control bg-sunken px-1.5 font-medium text-fg-2 text-micro hover:bg-[linear-gradient(var(--hover),var(--hover))] hover:text-fg max-sm:h-10",
        className,
      )}
    >
      <Icon aria-hidden className={cn("size-3", state === "copied" && "text-ok")} />
      <span aria-live="polite">{words[state]}</span>
    </button>
  );
}
