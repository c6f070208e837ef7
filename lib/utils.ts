import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** Knows the token names of app/globals.css, so that `text-small` (a size) and `text-fg-2` (a colour) do not cancel each other. */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["micro", "small", "base", "prose", "lead", "title", "figure"],
      radius: ["chip", "control", "card", "panel", "full"],
      shadow: ["card", "float", "dialog"],
      spacing: ["chip", "control-sm", "control", "control-lg", "row", "bar", "sidebar", "inspector"],
    },
  },
});

/** Joins class names; of two utilities for the same property the later one stays. */
export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
