import { Lock } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { useEditor } from "./editor-context.tsx";
import { useRestoreVersion } from "./run/use-restore-version.ts";

/** Says that the canvas shows a past version and not the draft; leads back, and can bring it back. */
export function FrozenNote() {
  const { frozen, actions } = useEditor();
  const restore = useRestoreVersion();
  if (frozen === null) return null;
  const name = frozen.number === null ? "An earlier draft" : `Version ${frozen.number}`;
  return (
    <div
      role="status"
      className="absolute top-3 left-3 z-10 flex max-w-[calc(100%-24px)] items-center gap-2 rounded-card border border-line-2 bg-raised py-[3px] pr-[3px] pl-2.5 text-fg-2 text-small shadow-float max-sm:flex-wrap"
    >
      <Lock aria-hidden className="size-3.5 shrink-0 text-fg-3" />
      <span>{frozen.byRun ? `${name}, as it ran` : `${name}, read only`}</span>
      <Button size="sm" onClick={() => restore(frozen)}>
        Restore
      </Button>
      <Button variant="ghost" size="sm" onClick={actions.closeRun}>
        Show the draft
      </Button>
    </div>
  );
}
