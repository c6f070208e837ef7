import { acceptCompletion, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { useNonce } from "#components/shared/nonce.ts";
import type { ReferenceTextProps } from "../reference-text.tsx";
import { referenceChips, setReferences } from "./chips.ts";
import { expressionCompletion } from "./completion.ts";
import { REFERENCE_DRAG_TYPE } from "./drag.ts";
import { useInsertTarget } from "./insert-target.ts";
import { segmentsOf } from "./segments.ts";
import { expressionColours } from "./tokens.ts";
import { underlineBroken } from "./underline.ts";

/** Tab leaves the field, ⌘↵ runs the workflow: both belong to the page, unless a completion is open. */
const keys = [
  { key: "Tab", run: acceptCompletion },
  ...completionKeymap,
  ...historyKeymap,
  ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter" && key !== "Escape"),
];

const attributesOf = (props: ReferenceTextProps): Record<string, string> => ({
  ...(props.id === undefined ? {} : { id: props.id }),
  ...(props.label === undefined ? {} : { "aria-label": props.label }),
  ...(props.describedBy === undefined ? {} : { "aria-describedby": props.describedBy }),
  ...(props.invalid ? { "aria-invalid": "true" } : {}),
  ...(props.disabled ? { "aria-readonly": "true", tabindex: "0" } : {}),
  spellcheck: "false",
  autocorrect: "off",
  autocapitalize: "off",
});

/** Puts a reference in, with braces where it does not stand in an expression already. */
function insertPath(view: EditorView, path: string, bare: boolean, at = view.state.selection.main.head): void {
  const inside = segmentsOf(view.state.doc.toString()).some(({ from, to }) => at > from + 1 && at < to - 1);
  const insert = bare || inside ? path : `{{ ${path} }}`;
  view.dispatch({ changes: { from: at, insert }, selection: { anchor: at + insert.length }, userEvent: "input.drop" });
  view.focus();
}

function takeDrop(event: DragEvent, view: EditorView, bare: boolean): boolean {
  const path = event.dataTransfer?.getData(REFERENCE_DRAG_TYPE) ?? "";
  if (path === "" || view.state.readOnly) return false;
  event.preventDefault();
  insertPath(view, path, bare, view.posAtCoords({ x: event.clientX, y: event.clientY }, false));
  return true;
}

/**
 * A text that can refer to other nodes, as an editor: chips for references, completion, colours, what is wrong underlined.
 * `value` goes in and comes out as plain text.
 */
export default function ExpressionEditor(props: ReferenceTextProps) {
  const { value, references, bare = false, disabled = false } = props;
  const nonce = useNonce();
  const insertTarget = useInsertTarget();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const attributes = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is handed over below
  useEffect(() => {
    const parent = host.current;
    if (parent === null) return;
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          nonce === undefined ? [] : EditorView.cspNonce.of(nonce),
          history(),
          keymap.of(keys),
          EditorView.lineWrapping,
          referenceChips,
          expressionCompletion(bare),
          expressionColours(bare),
          underlineBroken(bare),
          placeholder(latest.current.placeholder ?? ""),
          attributes.current.of(attributeExtension(latest.current)),
          EditorView.updateListener.of((update) => {
            const text = update.state.doc.toString();
            if (update.docChanged && text !== latest.current.value) latest.current.onChange(text);
          }),
          EditorView.domEventHandlers({
            dragover: (event) => {
              if (!event.dataTransfer?.types.includes(REFERENCE_DRAG_TYPE)) return false;
              event.preventDefault();
              event.dataTransfer.dropEffect = "copy";
              return true;
            },
            drop: (event, target) => takeDrop(event, target, bare),
            focus: (_event, target) => {
              if (!target.state.readOnly) insertTarget.current = (path) => insertPath(target, path, bare);
              return false;
            },
            keydown: (event, target) => {
              // Escape closes the list of completions first, and only then whatever lies around the field.
              if (event.key === "Escape" && completionStatus(target.state) !== null) event.stopPropagation();
              return false;
            },
          }),
        ],
      }),
    });
    made.dispatch({ effects: setReferences.of(latest.current.references) });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [bare]);

  useEffect(() => {
    const current = view.current;
    if (current === null || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: setReferences.of(references) });
  }, [references]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the attributes are made of these
  useEffect(() => {
    view.current?.dispatch({ effects: attributes.current.reconfigure(attributeExtension(latest.current)) });
  }, [props.id, props.label, props.describedBy, props.invalid, disabled]);

  return <div ref={host} className="min-w-0 flex-1" />;
}

function attributeExtension(props: ReferenceTextProps) {
  return [
    EditorView.contentAttributes.of(attributesOf(props)),
    EditorState.readOnly.of(props.disabled ?? false),
    EditorView.editable.of(!props.disabled),
  ];
}
