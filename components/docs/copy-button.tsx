"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { IconButton } from "#components/ui/icon-button.tsx";
import { cn } from "#lib/utils.ts";

const SHOWN_MS = 1_500;

export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without https a browser has no clipboard to offer.
      toast.error("It could not be copied", { description: "Mark the text and copy it with the keyboard." });
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <IconButton
      label={copied ? "Copied" : label}
      size="sm"
      onClick={() => void copy()}
      className={cn("bg-sunken", className)}
    >
      {copied ? <Check aria-hidden className="size-3.5 text-ok" /> : <Copy aria-hidden className="size-3.5" />}
    </IconButton>
  );
}
