import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";

interface AddressRowProps {
  /** What stands before it: the methods, or "When". */
  how: string;
  text: string;
  /** False for what cannot be called, such as a time. */
  copy?: boolean;
  label?: string;
}

/** A way in from outside on one line, to copy. */
export function AddressRow({ how, text, copy = true, label = "Copy address" }: AddressRowProps) {
  const [copied, setCopied] = useState(false);
  return (
    <span className="flex items-center gap-2 rounded-control border border-line bg-sunken py-1 pr-1 pl-2">
      <span className="shrink-0 font-medium text-fg-2 text-micro">{how}</span>
      <code className="min-w-0 flex-1 break-all text-small">{text}</code>
      {copy && (
        <IconButton
          label={copied ? "Copied" : label}
          size="sm"
          onClick={() =>
            navigator.clipboard.writeText(text).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {copied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />}
        </IconButton>
      )}
    </span>
  );
}
