import { type FunctionGroup, functionAnchor, resultOf } from "#lib/docs/expression-reference.ts";
import { slugOf } from "#lib/docs/slug.ts";
import type { FunctionEntry } from "#lib/engine/expressions/functions/entry.ts";

/** Functions in their groups, each with an example that the evaluator itself has worked out. */
export function FunctionTable({ groups }: { groups: readonly FunctionGroup[] }) {
  return (
    <div className="flex flex-col gap-7">
      {groups.map(({ title, entries }) => (
        <section key={title} data-group aria-labelledby={slugOf(title)}>
          <h3 id={slugOf(title)} className="mb-2 scroll-mt-16 font-semibold text-fg text-lead max-sm:scroll-mt-32">
            {title}
          </h3>
          <ul className="divide-y divide-line rounded-card border border-line">
            {entries.map((entry) => (
              <FunctionRow key={functionAnchor(entry)} entry={entry} words={title} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function FunctionRow({ entry, words }: { entry: FunctionEntry; words: string }) {
  return (
    <li
      id={functionAnchor(entry)}
      data-words={`${entry.signature} ${entry.description} ${words}`.toLowerCase()}
      className="grid scroll-mt-16 grid-cols-[minmax(0,5fr)_minmax(0,6fr)] gap-x-4 gap-y-1.5 px-3.5 py-2.5 target:bg-primary-soft max-sm:scroll-mt-32 max-sm:grid-cols-1"
    >
      <div className="min-w-0">
        <code className="break-words font-medium text-[12.5px] text-fg">{entry.signature}</code>
        <p className="text-fg-2 text-small leading-[18px]">{entry.description}</p>
      </div>
      <p className="min-w-0 font-mono text-[11.5px] leading-[18px]">
        <span className="block break-words text-fg-2">{entry.example}</span>
        <span className="block break-words">
          <span className="text-fg-3">gives </span>
          <span className="text-ok">{resultOf(entry)}</span>
        </span>
      </p>
    </li>
  );
}
