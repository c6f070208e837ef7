import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { isJsonObject, type Json, type JsonObject } from "#lib/engine/json.ts";
import type { FieldSpec } from "#lib/nodes/define.ts";
import type { ToolFormProps } from "./tool-form.tsx";
import { textIn } from "./tool-values.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const fields: Readonly<Record<"url" | "headers" | "credential" | "idempotent", FieldSpec>> = {
  url: {
    widget: "method-url",
    label: "Request",
    help: "{name} stands for a parameter of the path. Server and path stay as they are written here, whatever the model gives.",
    placeholder: "https://api.example.com/orders/{number}",
    options: methods.map((method) => ({ value: method, label: method })),
  },
  headers: { widget: "key-values", label: "Headers" },
  credential: {
    widget: "credential",
    label: "Credential",
    help: "The model never sees it.",
    credentialTypes: ["bearer", "basic", "header", "query-key", "custom", "openai-compatible"],
  },
  idempotent: {
    widget: "switch",
    label: "Safe to send twice",
    help: "Turn on when the service knows a repeated request by its Idempotency-Key header. Else a person is asked, should the server stop in the middle of a call.",
  },
};

/** One operation of a service: whom it asks, and what the model gives to it. */
export function HttpToolForm(form: ToolFormProps) {
  const { tool, at, props, onChange } = form;
  const method = textIn(tool, "method") || "GET";
  const field = (name: keyof typeof fields) => (
    <props.Field
      key={name}
      name={name}
      spec={fields[name]}
      config={tool}
      setConfig={(key, value) => onChange({ ...tool, [key]: value ?? "" })}
      setConfigs={(values) => onChange({ ...tool, ...values })}
      references={props.references}
      problems={props.problems?.filter((problem) => problem.field === `tools.${at}.${name}`) ?? []}
      disabled={props.disabled}
      focusNonce={null}
    />
  );
  return (
    <>
      {field("url")}
      <Parameters {...form} />
      {field("headers")}
      {field("credential")}
      {method === "POST" || method === "PATCH" ? field("idempotent") : null}
    </>
  );
}

function parametersOf({ parameters }: JsonObject): JsonObject[] {
  return Array.isArray(parameters) ? parameters.filter(isJsonObject) : [];
}

function Parameters({ tool, props, onChange }: ToolFormProps) {
  const all = parametersOf(tool);
  const set = (parameters: JsonObject[]) => onChange({ ...tool, parameters });
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-[5px] font-medium text-fg-2 text-small">What the model gives</legend>
      {all.map((parameter, at) => (
        <Parameter
          // biome-ignore lint/suspicious/noArrayIndexKey: parameters have no identity but their place
          key={at}
          parameter={parameter}
          at={at}
          disabled={props.disabled}
          onChange={(next) => set(all.map((one, i) => (i === at ? next : one)))}
          onRemove={() => set(all.filter((_, i) => i !== at))}
        />
      ))}
      {!props.disabled && (
        <Button
          size="sm"
          className="self-start"
          onClick={() => set([...all, { name: "", in: "query", type: "text", description: "", required: true }])}
        >
          <Plus aria-hidden className="size-3.5" />
          Add a parameter
        </Button>
      )}
    </fieldset>
  );
}

interface ParameterProps {
  parameter: JsonObject;
  at: number;
  disabled: boolean;
  onChange(parameter: JsonObject): void;
  onRemove(): void;
}

const places = [
  { value: "path", label: "Path" },
  { value: "query", label: "Query" },
  { value: "body", label: "Body" },
];
const types = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
];

function Parameter({ parameter, at, disabled, onChange, onRemove }: ParameterProps) {
  const id = useId();
  const title = textIn(parameter, "name") || `parameter ${at + 1}`;
  const set = (key: string, value: Json) => onChange({ ...parameter, [key]: value });
  return (
    <div className="flex flex-col gap-1.5 rounded-control border border-line bg-surface p-2">
      <div className="flex items-center gap-1.5">
        <Input
          className="min-w-0 flex-1 font-mono"
          aria-label={`Name of ${title}`}
          placeholder="Name"
          spellCheck={false}
          autoCapitalize="off"
          disabled={disabled}
          value={textIn(parameter, "name")}
          onChange={(event) => set("name", event.target.value)}
        />
        {!disabled && (
          <IconButton label={`Remove ${title}`} size="sm" className="text-fg-3" onClick={onRemove}>
            <X aria-hidden className="size-3" strokeWidth={2.3} />
          </IconButton>
        )}
      </div>
      <div className="grid grid-cols-2 gap-1.5">
        <Choice
          label={`Where ${title} goes`}
          value={textIn(parameter, "in") || "query"}
          options={places}
          disabled={disabled}
          onChange={(value) => set("in", value)}
        />
        <Choice
          label={`What ${title} is`}
          value={textIn(parameter, "type") || "text"}
          options={types}
          disabled={disabled}
          onChange={(value) => set("type", value)}
        />
      </div>
      <Input
        aria-label={`Description of ${title}`}
        placeholder="What it is, for the model"
        disabled={disabled}
        value={textIn(parameter, "description")}
        onChange={(event) => set("description", event.target.value)}
      />
      <div className="flex items-center gap-2">
        <Switch
          id={`${id}-required`}
          disabled={disabled || parameter.in === "path"}
          checked={parameter.in === "path" || parameter.required !== false}
          onCheckedChange={(value) => set("required", value)}
        />
        <label htmlFor={`${id}-required`} className="text-fg-2 text-micro">
          The model has to give it
        </label>
      </div>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  disabled: boolean;
  onChange(value: string): void;
}

function Choice({ label, value, options, disabled, onChange }: ChoiceProps) {
  return (
    <Select value={value} onValueChange={onChange} disabled={disabled}>
      <SelectTrigger aria-label={label} className="min-w-0">
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
  );
}
