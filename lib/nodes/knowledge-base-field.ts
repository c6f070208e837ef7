import { z } from "zod";
import type { FieldSpec } from "./define.ts";

/** Which base a node works with: people know its name, programs its id. */
export const baseValue = z
  .string({ error: "Choose a knowledge base." })
  .trim()
  .min(1, "Choose a knowledge base.")
  .max(200, "A knowledge base has a shorter name.");

export const baseField: FieldSpec = {
  widget: "text",
  label: "Knowledge base",
  help: "Its name, or its id from the address of its page.",
  placeholder: "Handbook",
};
