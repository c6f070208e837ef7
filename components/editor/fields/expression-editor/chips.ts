import { type EditorState, type Extension, type Range, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import { iconMarkup } from "#components/canvas/node-tile.tsx";
import type { Reference } from "../references.ts";
import { pathReference, segmentsOf } from "./segments.ts";

/** The names that expressions of this field can start with, as they change. */
export const setReferences = StateEffect.define<readonly Reference[]>();

export const referencesField = StateField.define<readonly Reference[]>({
  create: () => [],
  update: (value, transaction) =>
    transaction.effects.reduce((now, effect) => (effect.is(setReferences) ? effect.value : now), value),
});

/** A reference as a chip: icon, the node's name, the path. It is one character wide to the caret. */
class Chip extends WidgetType {
  readonly reference: Reference;
  readonly path: string;

  constructor(reference: Reference, path: string) {
    super();
    this.reference = reference;
    this.path = path;
  }

  override eq(other: Chip): boolean {
    const { name, title, type } = other.reference;
    return (
      name === this.reference.name &&
      title === this.reference.title &&
      type === this.reference.type &&
      other.path === this.path
    );
  }

  override toDOM(view: EditorView): HTMLElement {
    const chip = document.createElement("span");
    chip.className = "reference-chip";
    chip.dataset.category = this.reference.category ?? "control";
    chip.title = `{{ ${this.reference.name}${this.path} }}`;
    if (this.reference.type !== undefined) chip.insertAdjacentHTML("beforeend", iconMarkup(this.reference.type, 12));
    const name = chip.appendChild(document.createElement("span"));
    name.textContent = this.reference.short ?? this.reference.title;
    if (this.path !== "") {
      const path = chip.appendChild(document.createElement("span"));
      path.className = "reference-chip-path";
      path.textContent = this.path.replace(/^\??\./, "");
    }
    chip.addEventListener("mousedown", (event) => {
      if (view.state.readOnly) return;
      event.preventDefault();
      // Inside of it the text itself is shown and can be changed.
      const at = view.posAtDOM(chip);
      view.focus();
      const segment = segmentsOf(view.state.doc.toString()).find(({ from }) => from === at);
      if (segment) view.dispatch({ selection: { anchor: segment.to - 2 - trailingBlanks(segment.inner) } });
    });
    return chip;
  }

  /** A click is the chip's own; what is dragged over it goes into the text around it. */
  override ignoreEvent(event: Event): boolean {
    return !/^drag|^drop/.test(event.type);
  }
}

function trailingBlanks(inner: string): number {
  return inner.length - inner.trimEnd().length;
}

const braces = Decoration.mark({ class: "cm-expression" });

function decorate(state: EditorState): { all: DecorationSet; chips: DecorationSet } {
  const references = state.field(referencesField);
  const { main } = state.selection;
  const all: Range<Decoration>[] = [];
  const chips: Range<Decoration>[] = [];
  for (const { from, to, inner } of segmentsOf(state.doc.toString())) {
    const found = pathReference(inner, references);
    const isEdited = main.empty && main.head > from && main.head < to;
    if (found && !isEdited) {
      const chip = Decoration.replace({ widget: new Chip(found.reference, found.path) }).range(from, to);
      all.push(chip);
      chips.push(chip);
    } else all.push(braces.range(from, to));
  }
  return { all: Decoration.set(all), chips: Decoration.set(chips) };
}

const chipField = StateField.define<{ all: DecorationSet; chips: DecorationSet }>({
  create: decorate,
  update: (value, transaction) =>
    transaction.docChanged || transaction.selection || transaction.effects.some((effect) => effect.is(setReferences))
      ? decorate(transaction.state)
      : value,
  provide: (field) => [
    EditorView.decorations.from(field, ({ all }) => all),
    EditorView.atomicRanges.of((view) => view.state.field(field, false)?.chips ?? RangeSet.empty),
  ],
});

/** References shown as chips; what is edited, or more than a path, stays text. */
export const referenceChips: Extension = [referencesField, chipField];
