import { CircleCheck, CircleX } from "lucide-react";
import { cn } from "#lib/utils.ts";

/** What the service said to a try. */
export function TestLine({ result }: { result: { ok: boolean; message: string; ms: number } | undefined }) {
  if (!result) return null;
  const Icon = result.ok ? CircleCheck : CircleX;
  return (
    <p role="status" className={cn("flex items-start gap-1.5 text-small", result.ok ? "text-ok" : "text-fail")}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">
        {result.message} <span className="text-fg-3">{result.ms} ms</span>
      </span>
    </p>
  );
}
