import { useMemo } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { seconds } from "#components/canvas/run-log.tsx";
import { describeRunNode } from "#components/canvas/run-overlay.ts";
import { keyOfPath } from "#components/canvas/shown-rounds.ts";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { inOrder } from "#components/canvas/timeline-rows.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { cn } from "#lib/utils.ts";
import { useLook, useOpenRun, useOverlay } from "./run-context.tsx";

/** On a phone the map is too small to read: the nodes in the order in which they began. */
export function NodeList() {
  const { document, look } = useOpenRun();
  const view = useOverlay((state) => state.view);
  const shown = useOverlay((state) => state.nodes);
  const path = useLook((state) => state.path);
  const now = useOverlay((state) => state);
  const nodes = useMemo(() => {
    const rank = new Map(inOrder(shown.values(), Date.now()).map(({ path }, i) => [keyOfPath(path), i]));
    const order = ({ key }: { key: string }) => rank.get(key) ?? Number.POSITIVE_INFINITY;
    return [...document.nodes].sort((a, b) => order(a) - order(b));
  }, [document, shown]);
  const done = document.nodes.filter(({ key }) => shown.get(key)?.finishedAt != null).length;
  const start = view.startedAt ?? view.queuedAt;
  const at = now.entries.findLast(({ seq }) => seq <= view.seq)?.event.at ?? null;
  return (
    <section aria-label="Nodes" className="min-h-0 flex-1 overflow-y-auto border-line border-t bg-surface">
      <header className="flex items-center justify-between border-line border-b px-3 py-2 text-small">
        <b>{now.at === null || start === null || at === null ? "Nodes" : `At ${seconds(at - start)} s`}</b>
        <span className="text-fg-2">
          {done} of {document.nodes.length} nodes done
        </span>
      </header>
      <ul>
        {nodes.map((record) => {
          const face = describeRunNode(now, record.key);
          return (
            <li key={record.id} className="border-line border-b">
              <button
                type="button"
                onClick={() => look.setState({ path: shown.get(record.key)?.path ?? record.key, edge: null })}
                className={cn(
                  "flex min-h-12 w-full items-center gap-3 px-4 py-1.5 text-left active:bg-press",
                  path !== null && keyOfPath(path) === record.key && "bg-primary-soft",
                )}
              >
                <NodeTile type={record.type} category={catalogue.get(record.type)?.category} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium text-prose">{nodeTitle(record)}</span>
                  <span className="block truncate text-fg-3 text-small">{face?.text ?? "Not reached"}</span>
                </span>
                {face ? <StatusIcon status={face.status} size={16} label /> : null}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
