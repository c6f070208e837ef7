import { Line, Lines } from "./lines.tsx";
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
    <Lines {...props}>
      {shown.map((item, i) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          key={i}
          className="grid-cols-[minmax(0,1fr)_28px]"
          remove={
            item === null || props.disabled
              ? null
              : { label: `Remove ${item || `line ${i + 1}`}`, onClick: () => remove(i) }
          }
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
        </Line>
      ))}
    </Lines>
  );
}
