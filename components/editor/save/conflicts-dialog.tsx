import { useState } from "react";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { Json } from "#lib/engine/json.ts";
import type { Conflict } from "#lib/workflows/rebase.ts";
import { useDocument, useEditor, useSaveState } from "../editor-context.tsx";

/** Two sides changed the same field: nothing is dropped before a person has seen both. */
export function ConflictsDialog() {
  const conflicts = useSaveState((state) => state.conflicts);
  if (conflicts.length === 0) return null;
  return (
    <Dialog open>
      <DialogContent closeButton={false}>
        <Choices key={conflicts.length} conflicts={conflicts} />
      </DialogContent>
    </Dialog>
  );
}

const sides = [
  { value: "theirs", label: "Theirs" },
  { value: "mine", label: "Mine" },
] as const;

function Choices({ conflicts }: { conflicts: readonly Conflict[] }) {
  const { saver, document } = useEditor();
  const [mine, setMine] = useState<ReadonlySet<number>>(new Set());
  const settle = () => {
    for (const [index, conflict] of conflicts.entries())
      if (mine.has(index)) document.getState().commit(conflict.keepMine, "Kept mine");
    saver.settleConflicts();
  };
  return (
    <>
      <DialogHeader>
        <DialogTitle>Changed in two places</DialogTitle>
        <DialogDescription>
          Somebody else, or another tab, changed the same fields as you. Choose what holds; everything else of yours is
          kept.
        </DialogDescription>
      </DialogHeader>
      <ul className="flex max-h-[50dvh] flex-col gap-3 overflow-y-auto">
        {conflicts.map((conflict, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change while it is shown
          <li key={index} className="flex flex-col gap-1.5 rounded-control border border-line p-2 text-small">
            <div className="flex items-center justify-between gap-2">
              <Where conflict={conflict} />
              <Segmented
                label="What holds"
                value={mine.has(index) ? "mine" : "theirs"}
                options={sides}
                onValueChange={(side) =>
                  setMine((now) => {
                    const next = new Set(now);
                    if (side === "mine") next.add(index);
                    else next.delete(index);
                    return next;
                  })
                }
              />
            </div>
            <div className="grid grid-cols-2 gap-2">
              <Side label="Theirs" value={conflict.theirs} />
              <Side label="Mine" value={conflict.mine} />
            </div>
          </li>
        ))}
      </ul>
      <DialogFooter>
        <Button variant="primary" onClick={settle}>
          Go on
        </Button>
      </DialogFooter>
    </>
  );
}

function Where({ conflict }: { conflict: Conflict }) {
  const node = useDocument((state) => (conflict.nodeId === undefined ? undefined : state.nodes[conflict.nodeId]));
  const what = node
    ? nodeTitle(node)
    : conflict.edgeId
      ? "A connection"
      : conflict.nodeId
        ? "A removed node"
        : "Workflow";
  return (
    <span className="min-w-0 truncate">
      <b>{what}</b> <code className="text-fg-3">{conflict.field}</code>
    </span>
  );
}

function Side({ label, value }: { label: string; value: Json | undefined }) {
  return (
    <div className="min-w-0">
      <span className="text-fg-3 text-micro">{label}</span>
      <pre className="max-h-32 overflow-auto whitespace-pre-wrap rounded-control bg-sunken p-1.5 font-mono text-micro">
        {value === undefined ? "Removed" : JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
