import { Lock } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { useEditor } from "./editor-context.tsx";

/** Says that the canvas shows what a run walked and not the draft, and leads back. */
export function FrozenNote() {
  const { frozen, actions } = useEditor();
  if (frozen === null) return null;
  return (
    <div
      role="status"
      className="absolute top-3 left-3 z-10 flex max-w-[calc(100%-24px)] items-center gap-2 rounded-card border border-line-2 bg-raised py-[3px] pr-[3px] pl-2.5 text-fg-2 text-small shadow-float"
    >
      <Lock aria-hidden className="size-3.5 shrink-0 text-fg-3" />
      <span>{frozen.number === null ? "An earlier draft, as it ran" : `Version ${frozen.number}, as it ran`}</span>
      <Button variant="ghost" size="sm" onClick={actions.closeRun}>
        Show the draft
      </Button>
    </div>
  );
}
