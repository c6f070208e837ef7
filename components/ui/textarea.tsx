import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";
import { controlFrame } from "./input.tsx";

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      data-slot="textarea"
      className={cn(controlFrame, "field-sizing-content min-h-16 w-full px-2 py-1.5 leading-5", className)}
      {...props}
    />
  );
}
