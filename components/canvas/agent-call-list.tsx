import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { formatDuration } from "#components/shared/format-duration.ts";
import { formatCost, formatTokens } from "#components/shared/format-usage.ts";
import { useNow } from "#components/shared/use-now.ts";
import { cn } from "#lib/utils.ts";
import type { NodeCall } from "./agent-calls.ts";
import { NodeProgress } from "./node-progress.tsx";
import { Decision } from "./run-decision.tsx";
import { StatusIcon } from "./status-icon.tsx";
import { ValueView } from "./value-view.tsx";

interface AgentCallListProps {
  calls: readonly NodeCall[];
  runId: string;
  mayRun: boolean;
  written: ReadonlyMap<string, string>;
}

/** What an agent did, turn by turn: what the model wrote and thought, which tools it used, what they gave, what it took. */
export function AgentCallList({ calls, runId, mayRun, written }: AgentCallListProps) {
  return (
    <section aria-label="Calls" className="flex flex-col gap-1.5">
      <h2 className="flex items-baseline gap-2 font-medium text-fg-2 text-small tracking-normal">
        Calls
        <span className="font-normal text-fg-3 text-micro">{totals(calls)}</span>
      </h2>
      <ol className="flex flex-col overflow-hidden rounded-control border border-line bg-surface">
        {calls.map((call) => (
          <Call key={call.path} call={call} runId={runId} mayRun={mayRun} written={written.get(call.path)} />
        ))}
      </ol>
    </section>
  );
}

function totals(calls: readonly NodeCall[]): string {
  const turns = calls.filter(({ kind }) => kind === "turn").length;
  const tools = calls.filter(({ kind }) => kind === "tool").length;
  const tokens = calls.reduce((sum, call) => sum + (tokensOf(call) ?? 0), 0);
  const costs = calls.map(({ turn, outcome }) => turn?.cost ?? outcome?.cost ?? 0);
  const cost = costs.reduce((sum, one) => sum + one, 0);
  return [
    turns > 0 ? counted(turns, "turn") : null,
    tools > 0 ? `${counted(tools, "use")} of tools` : null,
    tokens > 0 ? formatTokens(tokens) : null,
    cost > 0 ? formatCost(cost) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

function tokensOf({ turn, outcome }: NodeCall): number | null {
  const usage = turn?.usage ?? outcome?.usage;
  if (!usage || (usage.inputTokens === null && usage.outputTokens === null)) return null;
  return (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
}

interface CallProps {
  call: NodeCall;
  runId: string;
  mayRun: boolean;
  written: string | undefined;
}

function Call({ call, runId, mayRun, written }: CallProps) {
  const [open, setOpen] = useState(false);
  const { record } = call;
  const asks = record.waiting?.kind === "uncertain";
  const shown = open || asks || written !== undefined;
  return (
    <li className="border-line border-t first:border-t-0">
      <button
        type="button"
        aria-expanded={shown}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-1.5 px-2 py-1.5 text-left text-small hover:bg-hover max-sm:py-2.5"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-3 shrink-0 text-fg-3 transition-transform", shown && "rotate-90")}
        />
        <StatusIcon status={call.status} size={14} label />
        <span className="min-w-0 flex-1 truncate">
          {call.kind === "tool" ? <code className="text-[11.5px]">{call.name}</code> : <b>{titleOf(call)}</b>}{" "}
          <span className="text-fg-3">{shown ? "" : gist(call)}</span>
        </span>
        <span className="shrink-0 text-fg-3 text-micro tabular-nums">
          <Facts call={call} />
        </span>
      </button>
      <Lost call={call} />
      {shown && (
        <div className="flex flex-col gap-2 border-line border-t bg-sunken p-2">
          {asks && <Decision runId={runId} path={call.path} mayRun={mayRun} />}
          {written !== undefined && call.record.status === "running" && <NodeProgress text={written} />}
          <Body call={call} />
        </div>
      )}
    </li>
  );
}

function titleOf({ kind, name, number }: NodeCall): string {
  switch (kind) {
    case "turn":
      return `Turn ${number}`;
    case "summary":
      return "Summed up what was said before";
    case "memory":
      return name === "recall" ? "Recalled what was said before" : "Remembered";
    default:
      return `${name} ${number}`;
  }
}

/** What came of it, in a few words. */
function gist({ turn, outcome }: NodeCall): string {
  if (outcome) return outcome.text.slice(0, 120);
  if (!turn) return "";
  if (turn.toolCalls.length > 0) return `wants ${turn.toolCalls.map(({ name }) => name).join(", ")}`;
  return turn.text.slice(0, 120);
}

function Facts({ call }: { call: NodeCall }) {
  const { record, turn, outcome } = call;
  const tokens = tokensOf(call);
  const cost = turn?.cost ?? outcome?.cost ?? null;
  const took =
    record.finishedAt !== null ? (
      formatDuration(record.ms ?? 0)
    ) : record.status === "running" ? (
      <Running since={record.tries.at(-1)?.startedAt ?? record.startedAt ?? 0} />
    ) : (
      ""
    );
  return (
    <>
      {tokens !== null && tokens > 0 ? `${formatTokens(tokens)} · ` : ""}
      {cost !== null && cost > 0 ? `${formatCost(cost)} · ` : ""}
      {took}
    </>
  );
}

function Running({ since }: { since: number }) {
  const now = useNow(200);
  return formatDuration(Math.max(0, now.getTime() - since));
}

/** A call whose first try nobody saw the end of. */
function Lost({ call }: { call: NodeCall }) {
  const { lost, lostCost, record, kind } = call;
  if (lost === 0 || record.waiting?.kind === "uncertain") return null;
  const isModel = kind === "turn" || kind === "summary";
  const times = lost === 1 ? "The first time" : `The first ${lost} times`;
  return (
    <p className="px-2 pb-1.5 pl-7 text-micro text-wait">
      Made again: the server stopped while it was under way. {times}{" "}
      {isModel ? "may have been paid for as well" : "may have taken effect"}
      {lostCost !== null && lostCost > 0 ? `, ${formatCost(lostCost)}` : ""}.
    </p>
  );
}

function Body({ call }: { call: NodeCall }) {
  const { turn, outcome, output, record } = call;
  return (
    <>
      {record.error && <Text label="Failed">{record.error.message}</Text>}
      {turn && (
        <>
          {turn.refusals.map(({ id, name, because }) => (
            <Text key={id} label={`${name} was refused before`}>
              {because}
            </Text>
          ))}
          {turn.thoughts.some(({ text }) => text !== "") && (
            <Text label="Thought">{turn.thoughts.map(({ text }) => text).join("\n\n")}</Text>
          )}
          {turn.text !== "" && <Text label="Wrote">{turn.text}</Text>}
          {turn.toolCalls.map(({ id, name, input }) => (
            <ValueView key={id} label={`Wants ${name} with`} value={input} empty="" />
          ))}
          <p className="text-fg-3 text-micro">
            {[
              turn.model,
              `${(turn.usage.inputTokens ?? 0).toLocaleString("en")} tokens read`,
              `${(turn.usage.outputTokens ?? 0).toLocaleString("en")} written`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </>
      )}
      {outcome && (
        <>
          <ValueView label={`Given to ${titleOf(call)}`} value={outcome.input} empty="None" />
          <Text label={outcome.failed ? "Failed, as the model was told" : "Result"}>{outcome.text}</Text>
        </>
      )}
      {!turn && !outcome && <ValueView label={`Result of ${titleOf(call)}`} value={output} empty="Nothing yet." />}
    </>
  );
}

function Text({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="font-medium text-fg-2 text-micro">{label}</h3>
      <p
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
        tabIndex={0}
        className="max-h-48 overflow-y-auto whitespace-pre-wrap break-words rounded-control border border-line bg-surface p-2 text-small"
      >
        {children}
      </p>
    </div>
  );
}
