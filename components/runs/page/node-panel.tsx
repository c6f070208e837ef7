"use client";

import { X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { AgentCallList } from "#components/canvas/agent-call-list.tsx";
import { NodeProgress } from "#components/canvas/node-progress.tsx";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { RoundPicker } from "#components/canvas/round-picker.tsx";
import { Decision } from "#components/canvas/run-decision.tsx";
import { RunLog } from "#components/canvas/run-log.tsx";
import { NodeOutcome, NodeTries } from "#components/canvas/run-outcome.tsx";
import { inputOfNode, writtenBy } from "#components/canvas/run-overlay.ts";
import { keyOfPath, roundsOfPath } from "#components/canvas/shown-rounds.ts";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { useCalls } from "#components/canvas/use-card-parts.tsx";
import { ValueView } from "#components/canvas/value-view.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import type { Json } from "#lib/engine/json.ts";
import { outputOf } from "#lib/engine/run-view.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { type NodeTab, pickRounds, useLook, useOpenRun, useOverlay } from "./run-context.tsx";

/** What one node came to: input, output, tries and log, as of the moment that is shown. */
export function NodePanel({ path }: { path: string }) {
  const { document, look, overlay, run, mayRun } = useOpenRun();
  const tab = useLook((state) => state.tab);
  const key = keyOfPath(path);
  const record = document.nodes.find((node) => node.key === key);
  const node = useOverlay((state) => state.view.nodes.get(path) ?? state.nodes.get(key));
  const { calls, written } = useCalls(record, useOverlay, path);
  return (
    <>
      <header className="flex items-start gap-2 px-3 pt-2.5 pb-2">
        <NodeTile type={record?.type ?? ""} category={catalogue.get(record?.type ?? "")?.category} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-medium text-base tracking-normal">{record ? nodeTitle(record) : key}</h2>
          <p className="truncate font-mono text-[11px] text-fg-3">{path}</p>
        </div>
        <IconButton label="Close" size="sm" onClick={() => look.setState({ path: null, edge: null })}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      <Rounds path={path} />
      {node ? (
        <div className="flex flex-col gap-2 px-3 pb-2">
          <NodeOutcome node={node} />
          {node.waiting?.kind === "uncertain" ? <Decision runId={run.id} path={node.path} mayRun={mayRun} /> : null}
        </div>
      ) : (
        <p className="px-3 pb-2 text-fg-3 text-small">The run has not come here.</p>
      )}
      <Tabs
        className="flex-1"
        value={tab === "calls" && calls.length === 0 ? "output" : tab}
        onValueChange={(next) => look.setState({ tab: next as NodeTab })}
      >
        <TabsList>
          <TabsTrigger value="output">Output</TabsTrigger>
          {calls.length > 0 && <TabsTrigger value="calls">Calls {calls.length}</TabsTrigger>}
          <TabsTrigger value="input">Input</TabsTrigger>
          <TabsTrigger value="tries">Tries{node && node.attempts > 1 ? ` ${node.attempts}` : ""}</TabsTrigger>
          <TabsTrigger value="log">Log</TabsTrigger>
        </TabsList>
        <TabsContent value="output" className="flex min-h-0 flex-col">
          <Output path={path} isSkipped={node?.status === "skipped"} />
        </TabsContent>
        <TabsContent value="calls" className="min-h-0 overflow-y-auto p-3">
          <AgentCallList calls={calls} runId={run.id} mayRun={mayRun} written={written} />
        </TabsContent>
        <TabsContent value="input" className="flex min-h-0 flex-col">
          <Input path={path} />
        </TabsContent>
        <TabsContent value="tries" className="min-h-0 overflow-y-auto p-3">
          {node ? <NodeTries node={node} /> : null}
        </TabsContent>
        <TabsContent value="log" className="min-h-0">
          <RunLog run={overlay} document={document} only={key} />
        </TabsContent>
      </Tabs>
    </>
  );
}

/** A node inside of a container ran once a round: which round is looked at, of each container around it. */
function Rounds({ path }: { path: string }) {
  const { document, look, overlay } = useOpenRun();
  const rounds = useOverlay((state) => state.rounds);
  const around = Object.keys(roundsOfPath(path)).flatMap((key) => {
    const round = rounds.get(key);
    const record = document.nodes.find((node) => node.key === key);
    return round && record ? [{ key, round, title: nodeTitle(record) }] : [];
  });
  if (around.length === 0) return null;
  return (
    <ul aria-label="Rounds" className="flex flex-wrap gap-x-4 gap-y-1 px-3 pb-2 text-fg-2 text-small">
      {around.map(({ key, round, title }) => (
        <li key={key} className="flex items-center gap-1.5">
          {title}
          <RoundPicker title={title} round={round} onPick={(index) => pickRounds(overlay, look, { [key]: index })} />
        </li>
      ))}
    </ul>
  );
}

function Output({ path, isSkipped }: { path: string; isSkipped: boolean }) {
  const value = useOverlay((state) => outputOf(state.view, path));
  const written = useOverlay((state) => writtenBy(state, state.view.nodes.get(path)));
  return (
    <>
      {written !== undefined && (
        <div className="p-3">
          <NodeProgress text={written} />
        </div>
      )}
      <ValueView label="Output" value={value} empty={isSkipped ? "Skipped: nothing came out." : "Nothing yet."} fill />
    </>
  );
}

function Input({ path }: { path: string }) {
  const { document } = useOpenRun();
  const view = useOverlay((state) => state.view);
  const nodes = useOverlay((state) => state.nodes);
  const outputs = useOverlay((state) => state.outputs);
  const triggerInput = useOverlay((state) => state.triggerInput);
  const id = document.nodes.find((node) => node.key === keyOfPath(path))?.id;
  const given = useMemo(
    () => (id === undefined ? undefined : inputOfNode({ view, nodes, outputs, triggerInput }, id, document)),
    [view, nodes, outputs, triggerInput, id, document],
  );
  const value = useRoundInput(id) ?? given;
  return <ValueView label="Input" value={value} empty="Nothing is known of what came in." fill />;
}

/** What the shown round gave a node that it began with. Expressions are loaded only where there is such a node. */
function useRoundInput(id: string | undefined): Json | undefined {
  const { document } = useOpenRun();
  const rounds = useOverlay((state) => state.rounds);
  const outputs = useOverlay((state) => state.outputs);
  const triggerInput = useOverlay((state) => state.triggerInput);
  const startedAt = useOverlay((state) => state.startedAt);
  const begins =
    document.nodes.some((node) => node.id === id && node.parent) && !document.edges.some(({ target }) => target === id);
  const [input, setInput] = useState<Json>();
  useEffect(() => {
    if (!begins || id === undefined) return setInput(undefined);
    let current = true;
    const root = (name: string) =>
      name === "trigger" ? triggerInput : Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    import("#components/canvas/round-values.ts").then(
      ({ roundInput }) =>
        current &&
        setInput(
          roundInput(id, document, {
            root,
            rounds,
            now: startedAt ?? 0,
            timeZone: document.settings?.timezone ?? "UTC",
          }),
        ),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [begins, id, document, rounds, outputs, triggerInput, startedAt]);
  return input;
}

/** What a thread carried at the moment that is shown. */
export function ThreadPanel({ id }: { id: string }) {
  const { edges, nodes, look } = useOpenRun();
  const edge = edges.get(id);
  const from = nodes.get(edge?.source ?? "");
  const to = nodes.get(edge?.target ?? "");
  const value = useOverlay((state) => {
    const source = from && state.nodes.get(from.key);
    return source && edge && source.ports.includes(edge.sourcePort) ? state.outputs[from.key] : undefined;
  });
  const ended = useOverlay((state) => (from ? state.nodes.get(from.key)?.finishedAt != null : false));
  return (
    <>
      <header className="flex items-start gap-2 border-line border-b px-3 pt-2.5 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-medium text-base tracking-normal">What this thread carried</h2>
          {[
            { record: from, port: edge?.sourcePort },
            { record: to, port: edge?.targetPort },
          ].map(({ record, port }) => (
            <p key={record?.id} className="mt-1.5 flex items-center gap-2 text-small">
              <NodeTile type={record?.type ?? ""} category={catalogue.get(record?.type ?? "")?.category} size="sm" />
              <span className="min-w-0 truncate">{record ? nodeTitle(record) : ""}</span>
              <code className="ml-auto text-fg-3 text-micro">{port}</code>
            </p>
          ))}
        </div>
        <IconButton label="Close" size="sm" onClick={() => look.setState({ path: null, edge: null })}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col">
        <p className="flex items-center gap-1.5 px-3 pt-2 text-fg-3 text-small">
          <StatusIcon status={value === undefined ? (ended ? "skipped" : "queued") : "done"} size={14} />
          {value === undefined ? (ended ? "Nothing went this way" : "Nothing has come yet") : sizeWords(value)}
        </p>
        {value === undefined ? null : <ValueView label="Carried" value={value} empty="" fill />}
      </div>
    </>
  );
}

function sizeWords(value: Json): string {
  const count = Array.isArray(value) ? value.length : 1;
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  const size =
    bytes < 1_000 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  return `${count === 1 ? "1 item" : `${count} items`} · ${size}`;
}
