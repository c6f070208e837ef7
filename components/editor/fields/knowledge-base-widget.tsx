import { ExternalLink, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { BaseDialog } from "#components/shared/knowledge/base-dialog.tsx";
import { useKnowledgeBases } from "#components/shared/knowledge/use-knowledge-bases.ts";
import { Button } from "#components/ui/button.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import type { WidgetProps } from "./widget-props.ts";

const NONE = "none";

/** Which knowledge base a node works with, with a way to make one in place. The document holds its id, which outlives its name. */
export function KnowledgeBaseWidget(props: WidgetProps) {
  const [making, setMaking] = useState(false);
  const list = useKnowledgeBases();
  const value = typeof props.value === "string" ? props.value.trim() : "";
  const chosen = list.data?.find(({ id, name }) => id === value || name.toLowerCase() === value.toLowerCase());
  const isGone = value !== "" && list.isSuccess && chosen === undefined;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-1.5">
        <Select
          value={chosen?.id ?? (value === "" ? NONE : value)}
          onValueChange={(next) => props.onChange(next === NONE ? "" : next)}
          disabled={props.disabled}
        >
          <SelectTrigger
            id={props.id}
            aria-describedby={props.describedBy}
            aria-invalid={props.invalid || isGone || undefined}
            className="min-w-0 flex-1 max-sm:text-base"
          >
            <SelectValue placeholder={list.isPending ? "Loading…" : "Choose"} />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={NONE}>None</SelectItem>
            {value !== "" && chosen === undefined ? (
              <SelectItem value={value}>{isGone ? "One that does not exist any more" : value}</SelectItem>
            ) : null}
            {list.data?.map(({ id, name, documents }) => (
              <SelectItem key={id} value={id}>
                {name}{" "}
                <span className="text-fg-3">
                  {documents.toLocaleString("en-US")} {documents === 1 ? "document" : "documents"}
                </span>
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <Button type="button" disabled={props.disabled} onClick={() => setMaking(true)}>
          <Plus aria-hidden className="size-4" />
          New
        </Button>
      </div>
      {chosen ? (
        <Link
          href={`/knowledge/${chosen.id}`}
          target="_blank"
          className="inline-flex items-center gap-1 self-start text-fg-3 text-micro leading-[15px] hover:underline"
        >
          Open “{chosen.name}”
          <ExternalLink aria-hidden className="size-3" />
        </Link>
      ) : null}
      {isGone ? (
        <p role="alert" className="text-fail text-micro leading-[15px]">
          {/^kb_/.test(value)
            ? "This knowledge base does not exist any more. Choose another one."
            : `There is no knowledge base “${value}”. Choose one, or make it.`}
        </p>
      ) : null}
      {list.isError ? (
        <p role="alert" className="text-fail text-micro leading-[15px]">
          The knowledge bases could not be loaded.{" "}
          <button type="button" className="underline" onClick={() => void list.refetch()}>
            Try again
          </button>
        </p>
      ) : null}
      {making ? (
        <BaseDialog base={null} onClose={() => setMaking(false)} onSaved={({ id }) => props.onChange(id)} />
      ) : null}
    </div>
  );
}
