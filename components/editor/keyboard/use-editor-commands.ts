import { Keyboard, PanelBottom, Play, Plus, Redo2, Rocket, ScanSearch, TriangleAlert, Undo2 } from "lucide-react";
import { nodeTitle } from "#components/canvas/node-title.ts";
import type { CommandGroup, PaletteCommand } from "#components/shared/command-palette/command.ts";
import { useOfferCommands } from "#components/shared/command-palette/command-palette-context.tsx";
import { type Editor, useEditor } from "../editor-context.tsx";

/** The palette draws every line it knows: of more nodes than these it lists none. */
const MOST_NODES = 300;

/** What the command palette offers on an open workflow: its acts, and each of its nodes. */
export function useEditorCommands(): void {
  const editor = useEditor();
  useOfferCommands((): CommandGroup => ({ heading: "This workflow", commands: [...acts(editor), ...nodes(editor)] }));
}

function acts({ session, actions, document, readOnly }: Editor): PaletteCommand[] {
  const state = session.getState();
  const isEmpty = document.getState().document.nodes.length === 0;
  const { undoSteps, redoSteps } = document.getState();
  const offered: (PaletteCommand | false)[] = [
    !isEmpty && { id: "run", label: "Run the draft", icon: Play, keys: ["⌘", "↵"], run: actions.askRun },
    !readOnly && {
      id: "add",
      label: "Add a node",
      icon: Plus,
      keys: ["N"],
      run: () => session.setState({ palette: {} }),
    },
    !readOnly &&
      !isEmpty && {
        id: "publish",
        label: "Publish…",
        icon: Rocket,
        run: () => session.setState({ dialog: "publish" }),
      },
    !readOnly &&
      undoSteps.length > 0 && { id: "undo", label: "Undo", icon: Undo2, keys: ["⌘", "Z"], run: actions.undo },
    !readOnly &&
      redoSteps.length > 0 && { id: "redo", label: "Redo", icon: Redo2, keys: ["⇧", "⌘", "Z"], run: actions.redo },
    { id: "problems", label: "Show the problems", icon: TriangleAlert, run: () => state.showDock("problems") },
    { id: "timeline", label: "Show the timeline", icon: PanelBottom, run: () => state.showDock("timeline") },
    {
      id: "keys",
      label: "Show the keys",
      icon: Keyboard,
      keys: ["?"],
      run: () => session.setState({ dialog: "shortcuts" }),
    },
  ];
  return offered.filter((command) => command !== false);
}

function nodes({ document, session, actions }: Editor): PaletteCommand[] {
  if (document.getState().document.nodes.length > MOST_NODES) return [];
  return document.getState().document.nodes.map((node) => ({
    id: `node:${node.id}`,
    label: nodeTitle(node),
    note: node.key,
    keywords: [node.key, node.type],
    icon: ScanSearch,
    run: () => {
      session.getState().open(node.id, "settings");
      actions.reveal(node.id);
    },
  }));
}
