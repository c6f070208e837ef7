import { pathSteps, shapeAt } from "#components/canvas/value-shape.ts";
import { functionTable } from "#lib/engine/expressions/functions/table.ts";
import { type Completing, completingAt } from "./expression-text.ts";
import type { Reference } from "./references.ts";

export interface Suggestion {
  /** What is put in for the typed name. */
  insert: string;
  label: string;
  detail: string;
  reference?: Reference;
  /** What a function does, with an example. */
  info?: string;
  /** Where the caret goes in what is put in; absent: to its end. */
  caret?: number;
  /** Where the typed name begins. */
  start: number;
}

const SHOWN = 30;
const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/** Names that fit at the caret, best first: the roots, or the fields and functions of the value before the dot. */
export function suggestionsAt(
  text: string,
  caret: number,
  bare: boolean,
  references: readonly Reference[],
): Suggestion[] {
  const completing = completingAt(text, caret, bare);
  return completing === null ? [] : suggestionsFor(completing, references, completing.typed).slice(0, SHOWN);
}

/** Everything that can stand where a name is being typed, whatever has been typed of it. */
export function everySuggestionAt(
  text: string,
  caret: number,
  bare: boolean,
  references: readonly Reference[],
): Suggestion[] {
  const completing = completingAt(text, caret, bare);
  return completing === null ? [] : suggestionsFor(completing, references, "");
}

function suggestionsFor(
  { path, start, typed: written }: Completing,
  references: readonly Reference[],
  typed: string,
): Suggestion[] {
  const fits = (name: string) => name.toLowerCase().startsWith(typed.toLowerCase()) && name !== typed;
  if (path === "") {
    const names = references
      .filter((reference) => fits(reference.name) || (typed !== "" && wordStarts(reference.title, typed)))
      .map((reference) => ({
        insert: reference.name,
        label: reference.name,
        detail: reference.title,
        reference,
        start,
      }));
    // Nobody looks for a function before having typed something.
    const called = written === "" ? [] : functionsOf("global").filter(({ name }) => fits(name));
    return [...names, ...called.map((entry) => asSuggestion(entry, start))];
  }
  const [root, ...rest] = pathSteps(path);
  const reference = references.find((one) => one.name === root);
  if (reference === undefined) {
    return functionsOf(path)
      .filter(({ name }) => fits(name))
      .map((entry) => asSuggestion(entry, start));
  }
  const shape = shapeAt(reference.shape, rest);
  const fields = Object.entries(shape?.fields ?? {})
    .filter(([name]) => PLAIN_NAME.test(name) && fits(name))
    .map(([name, inner]) => ({
      insert: name,
      label: name,
      detail: inner.sample === undefined ? inner.type : `${inner.type} · ${inner.sample}`,
      start,
    }));
  const receiver = receivers[shape?.type ?? ""];
  const called = receiver === undefined ? [] : functionsOf(receiver).filter(({ name }) => fits(name));
  return [...fields, ...called.map((entry) => asSuggestion(entry, start))];
}

/** What a value of each type can be asked; a time is written as text. */
const receivers: Readonly<Record<string, string>> = {
  text: "string",
  time: "string",
  number: "number",
  list: "array",
  "yes/no": "boolean",
};

function functionsOf(receiver: string) {
  return functionTable.filter((entry) => entry.receiver === receiver);
}

/** With its brackets; the caret stands between them where it wants something. */
function asSuggestion(entry: (typeof functionTable)[number], start: number): Suggestion {
  const insert = `${entry.name}()`;
  return {
    insert,
    label: entry.signature,
    detail: entry.description,
    info: entry.example,
    start,
    caret: entry.signature.endsWith("()") ? insert.length : insert.length - 1,
  };
}

function wordStarts(title: string, typed: string): boolean {
  return title
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word.startsWith(typed.toLowerCase()));
}
