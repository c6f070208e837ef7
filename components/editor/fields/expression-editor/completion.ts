import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { iconMarkup } from "#components/canvas/node-tile.tsx";
import { everySuggestionAt } from "../suggestions.ts";
import { referencesField } from "./chips.ts";

/** Names, fields and functions that fit at the caret, from the same source as the language itself. */
export function expressionCompletion(bare: boolean) {
  return autocompletion({
    override: [(context) => complete(context, bare)],
    icons: false,
    closeOnBlur: true,
    // Whoever types fast means the name that stands first.
    interactionDelay: 0,
    activateOnTypingDelay: 0,
    optionClass: () => "expression-option",
    addToOptions: [{ position: 20, render: renderIcon }],
  });
}

interface NamedCompletion extends Completion {
  nodeType?: string;
  category?: string;
}

function complete(context: CompletionContext, bare: boolean): CompletionResult | null {
  const references = context.state.field(referencesField);
  const found = everySuggestionAt(context.state.doc.toString(), context.pos, bare, references);
  const [first] = found;
  if (first === undefined) return null;
  const options = found.map(
    (one, index): NamedCompletion => ({
      // Found by the node's name as well as by its key.
      label: one.reference ? `${one.insert} ${one.detail}` : one.insert,
      displayLabel: one.label,
      detail: one.detail,
      ...(one.info === undefined ? {} : { info: one.info }),
      // Our own order stays as it is.
      boost: -index,
      apply: one.caret === undefined ? one.insert : withCaret(one.insert, one.caret),
      ...(one.reference?.type === undefined ? {} : { nodeType: one.reference.type }),
      ...(one.reference?.category === undefined ? {} : { category: one.reference.category }),
    }),
  );
  // While it is open it follows each key at once: an Enter that comes right after must find it, or it would break the line.
  return {
    from: first.start,
    options,
    validFor: /^[\w$]+$/,
    update: (_before, _from, _to, now) => complete(now, bare),
  };
}

/** A function is put in with its brackets, the caret between them. */
function withCaret(insert: string, caret: number): NonNullable<Completion["apply"]> {
  return (view, _completion, from, to) =>
    view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + caret }, userEvent: "input.complete" });
}

function renderIcon(completion: Completion): Node | null {
  // All of them are made here.
  const { nodeType, category } = completion as NamedCompletion;
  if (nodeType === undefined) return null;
  const tile = document.createElement("span");
  tile.className = "node-tile size-4 rounded-[5px]";
  tile.dataset.category = category ?? "control";
  tile.innerHTML = iconMarkup(nodeType, 12);
  return tile;
}
