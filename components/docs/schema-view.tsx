import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { SchemaField, SchemaTree } from "#lib/docs/schema-tree.ts";
import { cn } from "#lib/utils.ts";
import { CodeWords } from "./code-words.tsx";

/** What an object or a list holds, field by field; what is inside a field unfolds. */
export function SchemaView({ tree, className }: { tree: SchemaTree; className?: string }) {
  return (
    <div className={cn("rounded-card border border-line", className)}>
      <Inside tree={tree} depth={0} />
    </div>
  );
}

function Inside({ tree, depth }: { tree: SchemaTree; depth: number }) {
  if (tree.variants.length > 0) {
    return (
      <ol className="divide-y divide-line">
        {tree.variants.map((variant, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: forms have no name but their place, and never move
          <li key={i} className="px-3 py-2">
            <p className="font-medium text-fg-3 text-micro">{variantTitle(variant, i)}</p>
            {variant.fields.length > 0 ? (
              <Fields fields={variant.fields} depth={depth + 1} isInset />
            ) : (
              <Facts tree={variant} />
            )}
          </li>
        ))}
      </ol>
    );
  }
  if (tree.fields.length > 0) return <Fields fields={tree.fields} depth={depth} />;
  return (
    <div className="px-3 py-2">
      <Type>{tree.type}</Type>
      <Facts tree={tree} />
    </div>
  );
}

function variantTitle(variant: SchemaTree, place: number): string {
  const telling = variant.fields.find(({ values }) => values.length === 1);
  if (telling) return `Where ${telling.name} is ${telling.values[0]}`;
  return place === 0 ? `Either ${withArticle(variant.type)}` : `Or ${withArticle(variant.type)}`;
}

function withArticle(type: string): string {
  return type.startsWith("any") ? type : `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

interface FieldsProps {
  fields: readonly SchemaField[];
  depth: number;
  isInset?: boolean;
}

function Fields({ fields, depth, isInset = false }: FieldsProps) {
  return (
    <ul className={cn("divide-y divide-line", isInset && "-mx-3 -mb-2")}>
      {fields.map((field) => (
        <li key={field.name} className="px-3 py-2">
          <FieldLine field={field} />
          <Facts tree={field} />
          {field.fields.length > 0 || field.variants.length > 0 ? <Folded field={field} depth={depth} /> : null}
        </li>
      ))}
    </ul>
  );
}

export function FieldLine({ field }: { field: Pick<SchemaField, "name" | "type" | "required"> }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
      <code className="break-all font-medium text-[12.5px] text-fg">{field.name}</code>
      <Type>{field.type}</Type>
      {field.required ? null : <span className="text-fg-3 text-micro">optional</span>}
    </p>
  );
}

function Type({ children }: { children: ReactNode }) {
  return <span className="text-fg-3 text-small">{children}</span>;
}

/** What it means, the values it may have, its bounds. */
export function Facts({ tree }: { tree: Pick<SchemaTree, "description" | "values" | "notes"> }) {
  return (
    <>
      {tree.description === undefined ? null : (
        <p className="mt-0.5 text-fg-2 text-small leading-[18px]">
          <CodeWords text={tree.description} />
        </p>
      )}
      {tree.values.length > 0 ? (
        <p className="mt-1 flex flex-wrap gap-1">
          {tree.values.map((value) => (
            <code key={value} className="rounded-chip bg-sunken px-1 text-[11px] text-fg-2 leading-[18px]">
              {value}
            </code>
          ))}
        </p>
      ) : null}
      {tree.notes.length > 0 ? (
        <p className="mt-0.5 break-words text-fg-3 text-micro leading-4">{tree.notes.join(" · ")}</p>
      ) : null}
    </>
  );
}

function Folded({ field, depth }: { field: SchemaField; depth: number }) {
  const count = field.variants.length || field.fields.length;
  const noun = field.variants.length > 0 ? "form" : "field";
  return (
    <details className="group/fold mt-1.5">
      <summary className="inline-flex h-6 cursor-default select-none list-none items-center gap-1 rounded-control pr-2 pl-1 text-fg-2 text-small hover:bg-hover max-sm:h-10 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 text-fg-3 group-open/fold:rotate-90" />
        {count} {count === 1 ? noun : `${noun}s`}
        <span className="sr-only"> of {field.name}</span>
      </summary>
      <div className="mt-1 ml-[11px] rounded-r-card border-line-2 border-l">
        <Inside tree={field} depth={depth + 1} />
      </div>
    </details>
  );
}
