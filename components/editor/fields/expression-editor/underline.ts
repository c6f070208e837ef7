import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { compileExpression, compileTemplate } from "#lib/engine/expressions/compile.ts";
import { isExpressionError } from "#lib/engine/expressions/errors.ts";

/** Where the text does not parse: offsets in it, or null. */
export function brokenPart(text: string, bare: boolean): { from: number; to: number } | null {
  if (bare ? text.trim() === "" : !text.includes("{{")) return null;
  try {
    if (bare) compileExpression(text);
    else compileTemplate(text);
    return null;
  } catch (error) {
    if (!isExpressionError(error) || text === "") return null;
    const from = Math.max(0, Math.min(error.start, text.length - 1));
    return { from, to: Math.min(text.length, Math.max(from + 1, error.end)) };
  }
}

const setBroken = StateEffect.define<{ from: number; to: number } | null>();
const mark = Decoration.mark({ class: "cm-broken" });

const brokenField = StateField.define({
  create: () => Decoration.none,
  update: (value, transaction) => {
    for (const effect of transaction.effects) {
      if (effect.is(setBroken))
        return effect.value ? Decoration.set([mark.range(effect.value.from, effect.value.to)]) : Decoration.none;
    }
    return value.map(transaction.changes);
  },
  provide: (field) => [
    EditorView.decorations.from(field),
    EditorView.contentAttributes.from(
      field,
      (marks): Record<string, string> => (marks.size > 0 ? { "aria-invalid": "true" } : {}),
    ),
  ],
});

const PAUSE_MS = 250;

/** The part that is wrong is underlined once the typing pauses; why stands under the field. */
export function underlineBroken(bare: boolean) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = (view: EditorView) => {
    const text = view.state.doc.toString();
    view.dispatch({ effects: setBroken.of(brokenPart(text, bare)) });
  };
  return [
    brokenField,
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      clearTimeout(timer);
      timer = setTimeout(() => update.view.dom.isConnected && check(update.view), PAUSE_MS);
    }),
  ];
}
