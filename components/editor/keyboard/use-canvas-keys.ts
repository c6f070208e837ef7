import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import type { Point } from "#components/canvas/thread-path.ts";
import { type Editor, useEditor } from "../editor-context.tsx";
import { freePort } from "../free-port.ts";
import type { PaletteRequest } from "../stores/session-store.ts";
import { crossBorder, type WalkDirection, walkFrom } from "./walk.ts";

const arrows: Readonly<Record<string, WalkDirection>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** True where keys belong to what is typed in, or to a layer above the canvas. */
function belongsElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.closest("input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]") !==
    null
  );
}

/** True inside of the settings that are docked beside the canvas. */
function isInSettings(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("aside") !== null;
}

interface View {
  places(): ReadonlyMap<string, Point>;
  fit(): void;
}

/** With a modifier: works wherever the focus is, except for those that text fields have themselves. */
function commandKey(editor: Editor, event: KeyboardEvent, typing: boolean): boolean {
  const { actions, saver } = editor;
  const key = event.key.toLowerCase();
  if (key === "enter") actions.askRun();
  else if (key === "s") void saver.flush();
  else if (typing) return false;
  else if (key === "z") (event.shiftKey ? actions.redo : actions.undo)();
  else if (key === "y") actions.redo();
  else if (key === "d") actions.duplicate();
  else if (key === "a") actions.selectAll();
  else return false;
  return true;
}

/** A node that is added while one is selected follows it. */
function fromSelected({ session, document }: Editor): PaletteRequest {
  const { nodes } = session.getState();
  const only = nodes.size === 1 ? [...nodes][0] : undefined;
  const node = only === undefined ? undefined : document.getState().nodes[only];
  const port = node && freePort(node, document.getState().document.edges);
  return node && port !== undefined ? { from: { node: node.id, port } } : {};
}

function letterKey(editor: Editor, event: KeyboardEvent, view: View): boolean {
  const { session, actions, readOnly } = editor;
  const state = session.getState();
  switch (event.key) {
    case "n":
    case "N":
      if (!readOnly) session.setState({ palette: fromSelected(editor) });
      return true;
    case "v":
      session.setState({ tool: "select" });
      return true;
    case "h":
      session.setState({ tool: "hand" });
      return true;
    case "m":
      session.setState({ mapVisible: !state.mapVisible });
      return true;
    case "j":
      session.setState({ dock: { ...state.dock, open: !state.dock.open } });
      return true;
    case "d":
      actions.toggleDisabled();
      return true;
    case "c":
      actions.startConnecting();
      return true;
    case "1":
      view.fit();
      return true;
    case "?":
      session.setState({ dialog: "shortcuts" });
      return true;
    case "Delete":
    case "Backspace":
      actions.remove();
      return true;
    default:
      return false;
  }
}

function walkKey(editor: Editor, event: KeyboardEvent, view: View): boolean {
  const { session, document: store, actions } = editor;
  const state = session.getState();
  const direction = arrows[event.key];
  if (direction === undefined) return false;
  const { document } = store.getState();
  if (state.connecting !== null) {
    actions.aimConnection(direction, view.places());
    return true;
  }
  const current = [...state.nodes].at(-1);
  const next =
    current === undefined ? document.nodes[0]?.id : walkFrom(current, direction, document.edges, view.places());
  if (next === undefined || next === null) return true;
  state.select([next]);
  actions.reveal(next, { focus: true });
  return true;
}

/** With Alt: down into the loop that is selected, up and out of the one around. */
function borderKey({ session, document: store, actions }: Editor, event: KeyboardEvent, view: View): boolean {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return false;
  const current = [...session.getState().nodes].at(-1);
  const way = event.key === "ArrowDown" ? "into" : "out";
  const next = current && crossBorder(current, way, store.getState().document.nodes, view.places());
  if (!next) return true;
  session.getState().select([next]);
  actions.reveal(next, { focus: true });
  return true;
}

function enterOrEscape(editor: Editor, event: KeyboardEvent): boolean {
  const { session, actions } = editor;
  const state = session.getState();
  const only = state.nodes.size === 1 ? [...state.nodes][0] : undefined;
  if (event.key === "Escape") {
    if (state.connecting !== null) session.setState({ connecting: null });
    else if (state.palette !== null) session.setState({ palette: null });
    else if (state.inspectorOpen && only !== undefined) {
      session.setState({ inspectorOpen: false });
      if (isInSettings(event.target)) actions.reveal(only, { focus: true });
    } else state.select([]);
    return true;
  }
  if (event.key !== "Enter") return false;
  if (event.target instanceof HTMLElement && event.target.closest("button, a, summary") !== null) return false;
  if (state.connecting !== null) actions.finishConnecting();
  else if (only !== undefined) state.goTo(only, null);
  return true;
}

/** The menu key, or Shift F10: opens the menu below the card that was selected last. */
function menuKey({ session }: Editor, event: KeyboardEvent): boolean {
  if (event.key !== "ContextMenu" && !(event.key === "F10" && event.shiftKey)) return false;
  const last = [...session.getState().nodes].at(-1);
  const card = last && document.querySelector(`.react-flow__node[data-id="${CSS.escape(last)}"]`);
  if (!card) return false;
  const { left, bottom } = card.getBoundingClientRect();
  session.setState({ nodeMenu: { x: left + 8, y: bottom - 8 } });
  return true;
}

/** The keyboard map of the canvas. */
export function useCanvasKeys(): void {
  const editor = useEditor();
  const flow = useReactFlow();
  useEffect(() => {
    const view: View = {
      // On the canvas, not in a frame: neighbours are looked for across frames.
      places: () =>
        new Map(
          flow
            .getNodes()
            .map(({ id, position }) => [id, flow.getInternalNode(id)?.internals.positionAbsolute ?? position]),
        ),
      fit: () => void flow.fitView({ padding: 0.15, maxZoom: 1, duration: 200 }),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const leaving = event.key === "Escape" && isInSettings(event.target);
      const typing = belongsElsewhere(event.target) && !leaving;
      const handled =
        event.metaKey || event.ctrlKey
          ? commandKey(editor, event, typing)
          : !typing &&
            (event.altKey
              ? borderKey(editor, event, view)
              : menuKey(editor, event) ||
                walkKey(editor, event, view) ||
                enterOrEscape(editor, event) ||
                letterKey(editor, event, view));
      if (handled) event.preventDefault();
    };
    const onCopy = (event: ClipboardEvent) => copyOrCut(editor, event, false);
    const onCut = (event: ClipboardEvent) => copyOrCut(editor, event, true);
    const onPaste = (event: ClipboardEvent) => {
      if (belongsElsewhere(event.target)) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (editor.actions.paste(text)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCut);
    document.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCut);
      document.removeEventListener("paste", onPaste);
    };
  }, [editor, flow]);
}

function copyOrCut(editor: Editor, event: ClipboardEvent, cut: boolean): void {
  // Text that a person has marked, in the data of a run say, is what they mean to copy.
  if (belongsElsewhere(event.target) || String(window.getSelection() ?? "") !== "") return;
  const text = editor.actions.copy();
  if (text === null) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
  if (cut) editor.actions.remove();
}
