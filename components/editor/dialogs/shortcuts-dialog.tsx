import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";
import { Keys } from "#components/ui/kbd.tsx";
import { useEditor } from "../editor-context.tsx";
import { shortcuts } from "../keyboard/shortcuts.ts";

/** The map of keys: what works on the canvas without a mouse. */
export function ShortcutsDialog() {
  const { session } = useEditor();
  return (
    <Dialog open onOpenChange={(open) => !open && session.setState({ dialog: null })}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Keys</DialogTitle>
          <DialogDescription>
            They work while the canvas has the focus. On Windows and Linux, ⌘ is Ctrl.
          </DialogDescription>
        </DialogHeader>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-0.5 max-sm:grid-cols-1">
          {shortcuts.map((shortcut) => (
            <div key={shortcut.label} className="flex min-h-7 items-center justify-between gap-2 text-small">
              <dt>{shortcut.label}</dt>
              <dd>
                <Keys keys={shortcut.keys} className="[&>kbd]:inline-grid!" />
              </dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}
