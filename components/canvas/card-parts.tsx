import { formatDuration } from "#components/shared/format-duration.ts";
import { useNow } from "#components/shared/use-now.ts";
import { type NodeCall, rowsOf } from "./agent-calls.ts";
import { STRIP_HEIGHT } from "./geometry.ts";
import { NodeIcon } from "./node-tile.tsx";
import { StatusIcon } from "./status-icon.tsx";

const ROW_HEIGHT = 24;
const MOST_ROWS = 3;
const MOST_NAMED = 2;

interface CardPartsProps {
  parts: readonly { name: string; type: string }[];
  calls: readonly NodeCall[];
  /** What the model is writing, by the path of its step. */
  written: ReadonlyMap<string, string>;
}

/** How much a card grows below its place for its rows. */
export function grownBy(calls: readonly NodeCall[]): number {
  const rows = Math.min(MOST_ROWS, rowsOf(calls).length);
  return Math.max(0, rows * ROW_HEIGHT - STRIP_HEIGHT);
}

/** The tools of an agent; in a run one row a call, the latest ones. */
export function CardParts({ parts, calls, written }: CardPartsProps) {
  const rows = rowsOf(calls);
  if (rows.length === 0) return <Strip parts={parts} />;
  const hidden = rows.length - MOST_ROWS;
  return (
    <ul className="card-rows" aria-label="Calls">
      {rows.slice(-MOST_ROWS).map((call, at) => (
        <li key={call.path} data-status={call.status}>
          <StatusIcon status={call.status} size={12} label />
          <Name call={call} written={written.get(call.path)} />
          {at === 0 && hidden > 0 ? <span className="card-more">{hidden} before</span> : null}
          <Took call={call} />
        </li>
      ))}
    </ul>
  );
}

function Name({ call, written }: { call: NodeCall; written: string | undefined }) {
  if (call.kind === "tool") return <code>{call.name}</code>;
  const tail = written?.replace(/\s+/g, " ").trim().slice(-60);
  return <em>{tail || (call.kind === "summary" ? "Sums up what was said" : "Thinks")}</em>;
}

function Took({ call: { record, lost } }: { call: NodeCall }) {
  return (
    <span className="card-took">
      {lost > 0 ? <span title="It was made again: the server stopped while it was under way">again · </span> : null}
      {record.finishedAt === null ? (
        <Running since={record.tries.at(-1)?.startedAt ?? record.startedAt} />
      ) : (
        formatDuration(record.ms ?? 0)
      )}
    </span>
  );
}

function Running({ since }: { since: number | null }) {
  const now = useNow(200);
  return since === null ? null : formatDuration(Math.max(0, now.getTime() - since));
}

function Strip({ parts }: { parts: CardPartsProps["parts"] }) {
  if (parts.length === 0) return <div className="card-strip card-strip-empty">No tools yet</div>;
  const more = parts.length - MOST_NAMED;
  return (
    <ul className="card-strip" aria-label="Tools">
      {parts.slice(0, MOST_NAMED).map(({ name, type }) => (
        // Where not all fit, the longest gives way first.
        <li key={name} title={name} style={{ flexShrink: name.length ** 3 }}>
          <NodeIcon type={type} size={12} />
          <code>{name}</code>
        </li>
      ))}
      {more > 0 ? <li className="card-more">+{more}</li> : null}
    </ul>
  );
}
