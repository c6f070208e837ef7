import { completingAt } from "./expression-text.ts";
import type { Reference } from "./references.ts";
import { pathSteps, shapeAt } from "./value-shape.ts";

export interface Suggestion {
  /** What is put in for the typed name. */
  insert: string;
  label: string;
  detail: string;
  reference?: Reference;
  /** Where the typed name begins. */
  start: number;
}

const SHOWN = 12;
const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/** Names that fit at the caret, best first: the roots, or the fields of the value before the dot. */
export function suggestionsAt(
  text: string,
  caret: number,
  bare: boolean,
  references: readonly Reference[],
): Suggestion[] {
  const completing = completingAt(text, caret, bare);
  if (completing === null) return [];
  const { path, typed, start } = completing;
  const fits = (name: string) => name.toLowerCase().startsWith(typed.toLowerCase()) && name !== typed;
  if (path === "") {
    return references
      .filter((reference) => fits(reference.name) || (typed !== "" && wordStarts(reference.title, typed)))
      .slice(0, SHOWN)
      .map((reference) => ({
        insert: reference.name,
        label: reference.name,
        detail: reference.title,
        reference,
        start,
      }));
  }
  const [root, ...rest] = pathSteps(path);
  const reference = references.find((one) => one.name === root);
  const fields = shapeAt(reference?.shape, rest)?.fields ?? {};
  return Object.entries(fields)
    .filter(([name]) => PLAIN_NAME.test(name) && fits(name))
    .slice(0, SHOWN)
    .map(([name, shape]) => ({
      insert: name,
      label: name,
      detail: shape.sample === undefined ? shape.type : `${shape.type} · ${shape.sample}`,
      start,
    }));
}

function wordStarts(title: string, typed: string): boolean {
  return title
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word.startsWith(typed.toLowerCase()));
}
