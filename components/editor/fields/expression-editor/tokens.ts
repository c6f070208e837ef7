import type { Range } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { referencesField, setReferences } from "./chips.ts";
import { segmentsOf } from "./segments.ts";

const TOKEN = /"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`(?:\\.|[^`\\])*`?|\d+(?:\.\d+)?|\.?[A-Za-z_$][\w$]*/g;
const text = Decoration.mark({ class: "cm-text" });
const number = Decoration.mark({ class: "cm-number" });
const root = Decoration.mark({ class: "cm-root" });

/** Texts, numbers and known names in their colours. Colour only: nothing depends on it being exact. */
export function expressionColours(bare: boolean) {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = coloured(view, bare);
      }
      update(update: ViewUpdate) {
        const named = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(setReferences)));
        if (update.docChanged || named) this.decorations = coloured(update.view, bare);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function coloured({ state }: EditorView, bare: boolean): DecorationSet {
  const names = new Set(state.field(referencesField).map(({ name }) => name));
  const whole = state.doc.toString();
  const parts = bare ? [{ from: 0, inner: whole }] : segmentsOf(whole).map((one) => ({ ...one, from: one.from + 2 }));
  const marks: Range<Decoration>[] = [];
  for (const { from, inner } of parts) {
    for (const found of inner.matchAll(TOKEN)) {
      const [token] = found;
      const mark = /^["'`]/.test(token) ? text : /^\d/.test(token) ? number : names.has(token) ? root : null;
      if (mark) marks.push(mark.range(from + found.index, from + found.index + token.length));
    }
  }
  return Decoration.set(marks, true);
}
