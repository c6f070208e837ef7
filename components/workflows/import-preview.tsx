import { StatusIcon } from "#components/icons/status-icon.tsx";
import { cn } from "#lib/utils.ts";
import type { CheckedWorkflow } from "./check-import.ts";

const SHOWN = 5;

/** What would be imported: each workflow with what is wrong with it, and what cannot be read at all. */
export function ImportPreview({ workflows }: { workflows: readonly CheckedWorkflow[] }) {
  return (
    <ul
      aria-label="What is in the text"
      className="max-h-64 divide-y divide-line overflow-y-auto rounded-control border border-line"
    >
      {workflows.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and the list is shown as it was read
        <li key={i} className="flex items-start gap-2 px-2.5 py-2 text-small">
          <StatusIcon
            status={!one.ok || one.errors.length > 0 ? "failed" : "done"}
            size={14}
            className={cn("mt-0.5", one.ok && one.errors.length > 0 && "text-wait")}
          />
          <div className="min-w-0 flex-1">{one.ok ? <Readable one={one} /> : <Unreadable one={one} />}</div>
        </li>
      ))}
    </ul>
  );
}

function Readable({ one }: { one: Extract<CheckedWorkflow, { ok: true }> }) {
  const { name, document } = one.workflow;
  const count = document.nodes.length;
  return (
    <>
      <p className="truncate">
        <b>{name}</b> <span className="text-fg-3">{count === 1 ? "1 node" : `${count} nodes`}</span>
      </p>
      {one.errors.length > 0 ? (
        <p className="text-wait">
          {one.errors.length === 1 ? "One problem" : `${one.errors.length} problems`} to solve before it can be
          published:
        </p>
      ) : null}
      <Lines lines={one.errors} />
      <Lines lines={one.warnings} />
    </>
  );
}

function Unreadable({ one }: { one: Extract<CheckedWorkflow, { ok: false }> }) {
  return (
    <>
      <p>
        <b>{one.name ?? "Without a name"}</b> <span className="text-fail">cannot be imported</span>
      </p>
      <Lines lines={one.problems} />
    </>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <ul className="text-fg-2">
      {lines.slice(0, SHOWN).map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
      {lines.length > SHOWN ? <li className="text-fg-3">and {lines.length - SHOWN} more</li> : null}
    </ul>
  );
}
