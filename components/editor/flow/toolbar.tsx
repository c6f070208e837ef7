import { Hand, MousePointer2, Plus, Redo2, Undo2 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { useDocument, useEditor, useSession } from "../editor-context.tsx";

export function Toolbar() {
  const { session, actions, readOnly } = useEditor();
  const tool = useSession((state) => state.tool);
  const canUndo = useDocument((state) => state.undoSteps.length > 0);
  const canRedo = useDocument((state) => state.redoSteps.length > 0);
  if (readOnly) return null;
  return (
    <div
      role="toolbar"
      aria-label="Canvas"
      className="absolute top-3 left-3 z-10 flex items-center gap-px rounded-card border border-line-2 bg-raised p-[3px] shadow-float"
    >
      <Button variant="ghost" onClick={() => session.setState({ palette: {} })}>
        <Plus aria-hidden className="size-4" />
        Add
        <Kbd>N</Kbd>
      </Button>
      <span className="mx-1 h-4 w-px bg-line-2" />
      <IconButton
        label="Select"
        keys={["V"]}
        aria-pressed={tool === "select"}
        onClick={() => session.setState({ tool: "select" })}
      >
        <MousePointer2 aria-hidden className="size-4" />
      </IconButton>
      <IconButton
        label="Move the canvas"
        keys={["H"]}
        aria-pressed={tool === "hand"}
        onClick={() => session.setState({ tool: "hand" })}
      >
        <Hand aria-hidden className="size-4" />
      </IconButton>
      <span className="mx-1 h-4 w-px bg-line-2" />
      <IconButton label="Undo" keys={["⌘", "Z"]} disabled={!canUndo} onClick={actions.undo}>
        <Undo2 aria-hidden className="size-4" />
      </IconButton>
      <IconButton label="Redo" keys={["⇧", "⌘", "Z"]} disabled={!canRedo} onClick={actions.redo}>
        <Redo2 aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}
