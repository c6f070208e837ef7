import { z } from "zod";
import type { FieldSpec } from "./define.ts";

/** Which base a node works with, by its id or name. Empty: none is chosen yet. */
export const baseValue = z
  .string({ error: "Choose a knowledge base." })
  .trim()
  .max(200, "A knowledge base has a shorter name.");

export const baseField: FieldSpec = {
  widget: "knowledge-base",
  label: "Knowledge base",
  required: true,
  placeholder: "{{ input.base }}",
};

/** A base as a card names it: an id says nothing to people. */
export function baseWords(base: unknown): string {
  return typeof base === "string" && !/^kb_[0-9a-z]{26}$/.test(base) ? base : "";
}
