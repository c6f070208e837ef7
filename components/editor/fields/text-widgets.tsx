import { useState } from "react";
import { Input } from "#components/ui/input.tsx";
import type { Json } from "#lib/engine/json.ts";
import { parseJson } from "#lib/engine/parse-json.ts";
import { ReferenceText } from "./reference-text.tsx";
import type { WidgetProps } from "./widget-props.ts";

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** A text with `{{ }}` in it. */
function Reference({ props, rows, mono }: { props: WidgetProps; rows?: number; mono?: boolean }) {
  return (
    <ReferenceText
      id={props.id}
      label={props.spec.label}
      describedBy={props.describedBy}
      invalid={props.invalid}
      disabled={props.disabled}
      placeholder={props.spec.placeholder}
      value={textOf(props.value)}
      onChange={props.onChange}
      references={props.references}
      rows={rows}
      mono={mono}
    />
  );
}

/** One line, or a few. */
export function TextWidget(props: WidgetProps) {
  return <Reference props={props} />;
}

export function TemplateWidget(props: WidgetProps) {
  return <Reference props={props} rows={3} />;
}

export function CodeWidget(props: WidgetProps) {
  return <Reference props={props} rows={8} mono />;
}

/**
 * A JSON value. What does not parse yet stays here as typed and is not stored; with `{{ }}` in it, it is stored as text
 * and read when the run comes by.
 */
export function JsonWidget(props: WidgetProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  const stored = textOf(props.value);
  const change = (text: string) => {
    setDraft(text);
    if (text.trim() === "") {
      setBroken(false);
      props.onChange(undefined);
      return;
    }
    try {
      props.onChange(parseJson(text));
      setBroken(false);
    } catch {
      const template = text.includes("{{");
      setBroken(!template);
      if (template) props.onChange(text);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens for the focus that leaves the field
    <div className="flex flex-col gap-[5px]" onBlur={() => !broken && setDraft(null)}>
      <ReferenceText
        id={props.id}
        label={props.spec.label}
        describedBy={props.describedBy}
        invalid={props.invalid || broken}
        disabled={props.disabled}
        placeholder={props.spec.placeholder ?? "{ }"}
        value={draft ?? stored}
        onChange={change}
        references={props.references}
        rows={4}
        mono
      />
      {broken && (
        <p role="alert" className="text-fail text-micro leading-[15px]">
          This is not JSON yet, so it is not saved. Names and texts need double quotes.
        </p>
      )}
    </div>
  );
}

export function NumberWidget(props: WidgetProps) {
  const shown = typeof props.value === "number" || typeof props.value === "string" ? String(props.value) : "";
  return (
    <div className="relative">
      <Input
        id={props.id}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        disabled={props.disabled}
        inputMode="decimal"
        placeholder={props.spec.placeholder}
        value={shown}
        onChange={(event) => {
          const text = event.target.value;
          const number = Number(text);
          props.onChange(text.trim() === "" ? undefined : Number.isFinite(number) ? number : text);
        }}
      />
      {props.spec.unit && (
        <span className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2 text-fg-3 text-small">
          {props.spec.unit}
        </span>
      )}
    </div>
  );
}
