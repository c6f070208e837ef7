import { CornerDownRight } from "lucide-react";
import { createContext, useContext } from "react";
import type { Json } from "#lib/engine/json.ts";
import { cn } from "#lib/utils.ts";
import type { Preview } from "./preview.ts";

/** What a text gives with the values of the run on the canvas. */
export type PreviewOf = (text: string) => Preview | null;

const PreviewContext = createContext<PreviewOf>(() => null);
export const PreviewProvider = PreviewContext.Provider;

/** Null for a value without an expression, and where nothing useful can be said. */
export function usePreview(value: Json | undefined): Preview | null {
  const previewOf = useContext(PreviewContext);
  return typeof value === "string" && value.includes("{{") ? previewOf(value) : null;
}

/** The value and its type, under the field that gives it. */
export function PreviewLine({ preview, className }: { preview: Preview; className?: string }) {
  return (
    <div
      className={cn(
        "flex min-w-0 items-start gap-1.5 rounded-control border border-line bg-sunken px-2 py-[5px] font-mono text-fg-2 text-micro leading-4 tracking-[-0.01em]",
        className,
      )}
    >
      <CornerDownRight aria-hidden className="mt-0.5 size-3 shrink-0 text-fg-3" strokeWidth={2.3} />
      <span className="sr-only">Gives</span>
      <span className={cn("min-w-0 truncate", preview.failed && "whitespace-normal text-wait")}>{preview.text}</span>
      <span className="ml-auto shrink-0 font-sans text-fg-3">{preview.type}</span>
    </div>
  );
}
