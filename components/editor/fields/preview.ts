import { shortValue, typeWord } from "#components/canvas/value-shape.ts";
import { compileTemplate } from "#lib/engine/expressions/compile.ts";
import type { Json } from "#lib/engine/json.ts";
import { errorCode, errorMessage } from "#lib/errors.ts";

export interface Preview {
  text: string;
  type: string;
  failed: boolean;
}

/** The values of the run on the canvas, and the zone in which its workflow reads times. */
export interface PreviewScope {
  root(name: string): Json | undefined;
  now: number;
  timeZone: string;
}

/** What a text with `{{ }}` gives with the values of the run on the canvas; null where it says nothing useful. */
export function previewOf(text: string, { root, now, timeZone }: PreviewScope): Preview | null {
  try {
    const compiled = compileTemplate(text);
    // Without a value for each name that is read, the preview would only repeat "unknown".
    if (compiled.reads.some((read) => root(read.root) === undefined)) return null;
    const value = compiled.evaluate({ root, now, timeZone, seed: "preview" });
    return { text: shortValue(value, 120), type: typeWord(value), failed: false };
  } catch (error) {
    // What does not parse is under the field already, as a problem.
    const code = errorCode(error);
    if (code === "syntax" || code === "unsupported" || code === "unknown_name" || code === "unknown_function")
      return null;
    return { text: errorMessage(error), type: "", failed: true };
  }
}
