import type { Json } from "#lib/engine/json.ts";
import { isJsonObject } from "#lib/engine/json.ts";
import { parseJson } from "#lib/engine/parse-json.ts";
import { Line, Lines } from "./lines.tsx";
import { PreviewLine, usePreview } from "./preview-line.tsx";
import { ReferenceText } from "./reference-text.tsx";
import type { WidgetProps } from "./widget-props.ts";

interface Row {
  name: string;
  value: Json;
}

function rowsOf(value: Json | undefined, valueKey: string): Row[] {
  if (Array.isArray(value)) {
    return value.map((row) => ({
      name: isJsonObject(row) && typeof row.name === "string" ? row.name : "",
      value: isJsonObject(row) ? (row[valueKey] ?? "") : "",
    }));
  }
  return isJsonObject(value) ? Object.entries(value).map(([name, inner]) => ({ name, value: inner })) : [];
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What was typed, as the value it means: `12`, `true` and JSON keep their type in fields, but not in headers. */
function typed(text: string): Json {
  if (!/^(?:-?\d|true$|false$|null$|\[|\{(?!\{))/.test(text)) return text;
  try {
    const value = parseJson(text);
    // 007 and 1e3 are codes as often as numbers: only what JSON writes back the same way is taken as one.
    return typeof value === "number" && String(value) !== text ? text : value;
  } catch {
    return text;
  }
}

interface RowsProps extends WidgetProps {
  nameLabel: string;
  keepTypes: boolean;
  /** What a row calls its value. */
  valueKey?: "value" | "condition";
}

/** Names with values. The last row is always empty: typing in it makes the next one. */
function Rows(props: RowsProps) {
  const { valueKey = "value" } = props;
  const rows = rowsOf(props.value, valueKey);
  const change = (index: number, patch: Partial<Row>) => {
    const next = [...rows];
    next[index] = { ...(rows[index] ?? { name: "", value: "" }), ...patch };
    props.onChange(next.map(({ name, value }) => ({ name, [valueKey]: value })));
  };
  const remove = (index: number) =>
    props.onChange(rows.filter((_, i) => i !== index).map(({ name, value }) => ({ name, [valueKey]: value })));
  const shown = props.disabled ? rows : [...rows, null];
  return (
    <Lines {...props}>
      {shown.map((row, i) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          key={i}
          className="grid-cols-[minmax(88px,2fr)_minmax(0,3fr)_28px]"
          remove={
            row === null || props.disabled
              ? null
              : { label: `Remove ${row.name || `row ${i + 1}`}`, onClick: () => remove(i) }
          }
          below={row !== null && <RowPreview value={row.value} />}
        >
          <input
            aria-label={row === null ? `New ${props.nameLabel.toLowerCase()}` : `${props.nameLabel} ${i + 1}`}
            className="min-w-0 self-start bg-transparent px-2 py-[5px] text-small leading-[18px] outline-none placeholder:text-fg-3 read-only:bg-sunken focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus max-sm:py-2 max-sm:text-[16px] max-sm:leading-[22px]"
            placeholder={props.nameLabel}
            value={row?.name ?? ""}
            readOnly={props.disabled}
            spellCheck={false}
            onChange={(event) => change(i, { name: event.target.value })}
          />
          <ReferenceText
            label={row === null ? "New value" : `Value of ${row.name || `row ${i + 1}`}`}
            className="rounded-none border-0 border-line border-l has-[:focus-visible]:border-line"
            value={row === null ? "" : textOf(row.value)}
            onChange={(text) => change(i, { value: props.keepTypes ? typed(text) : text })}
            references={props.references}
            placeholder={valueKey === "condition" ? `{{ ${props.spec.placeholder ?? "input.total > 100"} }}` : "Value"}
            disabled={props.disabled}
          />
        </Line>
      ))}
    </Lines>
  );
}

function RowPreview({ value }: { value: Json }) {
  const preview = usePreview(value);
  if (preview === null) return null;
  return <PreviewLine preview={preview} className="col-span-full rounded-none border-0 border-t" />;
}

export function KeyValuesWidget(props: WidgetProps) {
  return <Rows {...props} nameLabel="Name" keepTypes={false} />;
}

export function FieldsWidget(props: WidgetProps) {
  return <Rows {...props} nameLabel="Field" keepTypes />;
}

/** Names with the conditions under which they are chosen. */
export function CasesWidget(props: WidgetProps) {
  return <Rows {...props} nameLabel="Case" keepTypes={false} valueKey="condition" />;
}
