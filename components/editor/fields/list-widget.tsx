import { X } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ReferenceText } from "./reference-text.tsx";
import type { WidgetProps } from "./widget-props.ts";

/** Texts in their order. The last line is always empty: typing in it makes the next one. */
export function ListWidget(props: WidgetProps) {
  const items = Array.isArray(props.value)
    ? props.value.map((item) => (typeof item === "string" ? item : String(item)))
    : [];
  const change = (index: number, text: string) => {
    const next = [...items];
    next[index] = text;
    props.onChange(next.filter((item, i) => item !== "" || i < items.length));
  };
  const remove = (index: number) => props.onChange(items.filter((_, i) => i !== index));
  const shown = props.disabled ? items : [...items, null];
  return (
    <fieldset
      id={props.id}
      aria-describedby={props.describedBy}
      data-invalid={props.invalid || undefined}
      className="overflow-hidden rounded-control border border-line-control bg-surface data-[invalid]:border-fail"
    >
      <legend className="sr-only">{props.spec.label}</legend>
      {shown.map((item, i) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          key={i}
          className="grid grid-cols-[minmax(0,1fr)_28px] border-line border-t first:border-t-0"
        >
          <ReferenceText
            label={item === null ? `${props.spec.label}, new line` : `${props.spec.label}, line ${i + 1}`}
            className="rounded-none border-0 has-[:focus-visible]:border-line"
            value={item ?? ""}
            onChange={(text) => change(i, text)}
            references={props.references}
            placeholder={props.spec.placeholder}
            disabled={props.disabled}
          />
          {item !== null && !props.disabled ? (
            <IconButton
              label={`Remove ${item || `line ${i + 1}`}`}
              className="h-auto w-7 self-stretch rounded-none border-line border-l text-fg-3"
              onClick={() => remove(i)}
            >
              <X aria-hidden className="size-3" strokeWidth={2.3} />
            </IconButton>
          ) : (
            <span className="border-line border-l" />
          )}
        </div>
      ))}
    </fieldset>
  );
}
