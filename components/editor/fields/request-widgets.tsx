import { type ClipboardEvent, useState } from "react";
import { toast } from "#components/shared/toast.ts";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import type { Json } from "#lib/engine/json.ts";
import { isJsonObject } from "#lib/engine/json.ts";
import { looksLikeCurl, parseCurl } from "#lib/nodes/http-request/curl.ts";
import { ReferenceText } from "./reference-text.tsx";
import { FieldsWidget } from "./row-widgets.tsx";
import { JsonWidget } from "./text-widgets.tsx";
import type { WidgetProps } from "./widget-props.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** A pasted `curl …` fills the whole form; anything else is pasted as it is. */
function pasteCurl(event: ClipboardEvent, setConfigs: WidgetProps["setConfigs"]): void {
  const text = event.clipboardData.getData("text/plain");
  if (!looksLikeCurl(text)) return;
  event.preventDefault();
  event.stopPropagation();
  const parsed = parseCurl(text);
  if (!parsed.ok) {
    toast.error("The curl command could not be read", { description: parsed.reason });
    return;
  }
  setConfigs(parsed.config);
  const description = parsed.notes.length > 0 ? parsed.notes.join(" ") : undefined;
  toast.success("Filled in from the curl command", { description });
}

/** Method and address in one line. It sits on the address and edits `method` beside it. */
export function MethodUrlWidget(props: WidgetProps) {
  const method = typeof props.config.method === "string" ? props.config.method : "GET";
  const known = methods.includes(method) ? methods : [method, ...methods];
  return (
    <div
      className="grid grid-cols-[92px_minmax(0,1fr)]"
      onPasteCapture={(event) => !props.disabled && pasteCurl(event, props.setConfigs)}
    >
      <Select value={method} onValueChange={(next) => props.setConfig("method", next)} disabled={props.disabled}>
        <SelectTrigger aria-label="Method" className="h-full rounded-r-none border-r-0 font-medium">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {known.map((one) => (
            <SelectItem key={one} value={one}>
              {one}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <ReferenceText
        id={props.id}
        label={props.spec.label}
        describedBy={props.describedBy}
        invalid={props.invalid}
        disabled={props.disabled}
        className="rounded-l-none"
        placeholder={props.spec.placeholder ?? "https://"}
        value={typeof props.value === "string" ? props.value : ""}
        onChange={props.onChange}
        references={props.references}
      />
    </div>
  );
}

const bodyTypes = [
  { value: "none", label: "Nothing" },
  { value: "json", label: "JSON" },
  { value: "form", label: "Form fields" },
  { value: "text", label: "Text" },
  { value: "multipart", label: "Form with files" },
  { value: "file", label: "File" },
];

/** What is sent: a kind, and a control for it. Each kind keeps what was written in it until another node is opened. */
export function BodyWidget(props: WidgetProps) {
  const body = isJsonObject(props.value) ? props.value : { type: "none" };
  const type = typeof body.type === "string" ? body.type : "none";
  const [written, setWritten] = useState<Record<string, Json>>({});
  const options =
    props.spec.options ?? bodyTypes.filter((option) => option.value !== "multipart" && option.value !== "file");
  const choose = (next: string) => {
    if (body.value !== undefined) setWritten((now) => ({ ...now, [type]: body.value ?? null }));
    const kept = written[next];
    props.onChange(kept === undefined ? { type: next } : { type: next, value: kept });
  };
  const inner: WidgetProps = {
    ...props,
    id: `${props.id}-value`,
    value: body.value,
    onChange: (value) => props.onChange(value === undefined ? { type } : { type, value }),
  };
  return (
    <div className="flex flex-col gap-[5px]">
      <Select value={type} onValueChange={choose} disabled={props.disabled}>
        <SelectTrigger id={props.id} aria-describedby={props.describedBy}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {options.map((option) => (
            <SelectItem key={option.value} value={option.value}>
              {option.label}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      {type === "json" && <JsonWidget {...inner} key="json" spec={{ ...props.spec, label: "JSON" }} />}
      {(type === "form" || type === "multipart") && <FieldsWidget {...inner} key="form" />}
      {type === "file" && (
        <JsonWidget {...inner} key="file" spec={{ ...props.spec, label: "File", placeholder: "{{ input.body }}" }} />
      )}
      {type === "text" && (
        <ReferenceText
          id={inner.id}
          label="Text to send"
          rows={4}
          disabled={props.disabled}
          invalid={props.invalid}
          value={typeof body.value === "string" ? body.value : ""}
          onChange={inner.onChange}
          references={props.references}
        />
      )}
    </div>
  );
}
