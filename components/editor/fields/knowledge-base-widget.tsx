import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { LazyBaseDialog } from "#components/shared/knowledge/lazy-base-dialog.tsx";
import { useKnowledgeBases } from "#components/shared/knowledge/use-knowledge-bases.ts";
import { ThingPicker } from "./thing-picker.tsx";
import type { WidgetProps } from "./widget-props.ts";

/** Which knowledge base a node works with, with a way to make one in place. The document holds its id, which outlives its name. */
export function KnowledgeBaseWidget(props: WidgetProps) {
  const [making, setMaking] = useState(false);
  const list = useKnowledgeBases();
  const value = typeof props.value === "string" ? props.value.trim() : "";
  const chosen = list.data?.find(({ id, name }) => id === value || name.toLowerCase() === value.toLowerCase());
  const isGone = value !== "" && list.isSuccess && chosen === undefined;
  const things = (list.data ?? []).map(({ id, name, documents }) => ({
    id,
    name,
    note: `${documents.toLocaleString("en-US")} ${documents === 1 ? "document" : "documents"}`,
  }));
  return (
    <>
      <ThingPicker
        id={props.id}
        describedBy={props.describedBy}
        invalid={props.invalid}
        disabled={props.disabled}
        value={chosen?.id ?? value}
        onChange={props.onChange}
        things={things}
        other={isGone ? "One that does not exist any more" : chosen ? null : value}
        problem={isGone ? goneText(value) : null}
        list={list}
        plural="The knowledge bases"
        onNew={() => setMaking(true)}
      >
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
      </ThingPicker>
      {making ? (
        <LazyBaseDialog base={null} onClose={() => setMaking(false)} onSaved={({ id }) => props.onChange(id)} />
      ) : null}
    </>
  );
}

function goneText(value: string): string {
  return /^kb_/.test(value)
    ? "This knowledge base does not exist any more. Choose another one."
    : `There is no knowledge base “${value}”. Choose one, or make it.`;
}
