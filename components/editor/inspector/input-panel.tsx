import { ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { FieldList, type FieldSource } from "#components/canvas/field-list.tsx";
import { ValueView, type ValueViewKind, valueViews } from "#components/canvas/value-view.tsx";
import { toast } from "#components/shared/toast.ts";
import { Segmented } from "#components/ui/segmented.tsx";
import type { DocumentNode } from "#lib/engine/document.ts";
import { compileTemplate } from "#lib/engine/expressions/compile.ts";
import type { Json } from "#lib/engine/json.ts";
import { cn } from "#lib/utils.ts";
import { useEditor } from "../editor-context.tsx";
import { startReferenceDrag } from "../fields/expression-editor/drag.ts";
import { useInsertTarget } from "../fields/expression-editor/insert-target.ts";
import { writtenPath } from "../fields/expression-editor/segments.ts";
import { useReferences } from "../fields/use-references.ts";
import { useNodeInput } from "../run/use-node-input.ts";

/** Everything that expressions of this node can read, as fields to drag into a setting. */
function useSources(record: DocumentNode): FieldSource[] {
  const references = useReferences(record);
  return useMemo(
    () =>
      references
        .filter(({ name }) => !secondNames.has(name))
        .map(({ name, title, type, category, shape }) => ({
          name,
          title,
          shape,
          ...(type === undefined ? {} : { type }),
          ...(category === undefined ? {} : { category }),
        })),
    [references],
  );
}

/** What is listed under the name of its node already, and what has no fields. */
const secondNames: ReadonlySet<string> = new Set(["input", "trigger", "now"]);

/** Paths that the node's settings read now, as they are written there. */
function usedPaths(config: Json): ReadonlySet<string> {
  const used = new Set<string>();
  const walk = (value: Json | undefined) => {
    if (typeof value === "string") for (const path of pathsIn(value)) used.add(path);
    else if (Array.isArray(value)) value.forEach(walk);
    else if (value !== null && typeof value === "object") Object.values(value).forEach(walk);
  };
  walk(config);
  return used;
}

const PATH_AFTER = /^(?:\??\.[A-Za-z_$][\w$]*|\[\d+\])+/;

function pathsIn(text: string): string[] {
  if (!text.includes("{{")) return [];
  try {
    return compileTemplate(text).reads.flatMap(({ root, end }) => {
      const rest = PATH_AFTER.exec(text.slice(end))?.[0].replaceAll("?.", ".");
      return rest === undefined ? [root] : [root + rest];
    });
  } catch {
    return [];
  }
}

/** The fields that can be read, as lines: dragged into a setting, or put in where the caret was with Enter or a click. */
function Fields({ record, className }: { record: DocumentNode; className?: string }) {
  const { readOnly, session } = useEditor();
  const sources = useSources(record);
  const used = useMemo(() => usedPaths(record.config), [record.config]);
  const target = useInsertTarget();
  const take = (path: string) => {
    if (readOnly) return;
    if (target.current !== null) {
      target.current(path);
      session.getState().announce(`${path} was put in`);
      return;
    }
    navigator.clipboard.writeText(`{{ ${path} }}`).then(
      () => toast.message("Copied. Paste it into a setting, or click into one first.", { id: "reference" }),
      () => toast.message("Click into a setting first, then on the field.", { id: "reference" }),
    );
  };
  return (
    <FieldList
      label="Fields to refer to"
      sources={sources}
      used={used}
      pathOf={(source, path) => source + writtenPath(path)}
      onDragStart={(event, path) => startReferenceDrag(event.dataTransfer, path)}
      onTake={take}
      className={className}
    />
  );
}

/** What came in, for the wide inspector. */
export function InputColumn({ record }: { record: DocumentNode }) {
  const [view, setView] = useState<ValueViewKind>("schema");
  const input = useNodeInput(record.id);
  if (view !== "schema" && input !== undefined) {
    return <ValueView key={view} label="Input" value={input} empty="" first={view} fill onView={setView} />;
  }
  return (
    <section aria-label="Input" className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center justify-between gap-2 border-line border-b pr-2 pl-3">
        <h2 className="font-semibold text-small tracking-normal">Input</h2>
        {input !== undefined && (
          <Segmented label="Input as" size="sm" value={view} onValueChange={setView} options={valueViews} />
        )}
      </header>
      <Fields record={record} className="flex-1" />
    </section>
  );
}

/** The same folded away under the settings. */
export function InputSection({ record }: { record: DocumentNode }) {
  const [open, setOpen] = useState(false);
  const sources = useSources(record).filter(({ type }) => type !== undefined);
  if (sources.length === 0) return null;
  return (
    <section className="flex flex-col border-line border-b">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex items-center gap-1.5 p-3 text-left font-semibold text-small"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-fg-3 transition-transform", open && "rotate-90")}
        />
        Input
        {!open && (
          <span className="ml-auto truncate font-normal text-fg-3 text-micro">
            {sources.map(({ title }) => title).join(", ")}
          </span>
        )}
      </button>
      {open && <Fields record={record} className="max-h-80 border-line border-t" />}
    </section>
  );
}
