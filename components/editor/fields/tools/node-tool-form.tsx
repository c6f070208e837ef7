import { useId } from "react";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { isJsonObject, type Json, type JsonObject } from "#lib/engine/json.ts";
import { whyNotOpen } from "#lib/engine/tool-rules.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import type { AnyDefinition, FieldSpec } from "#lib/nodes/define.ts";
import type { ToolFormProps } from "./tool-form.tsx";
import { textIn, toolNodes, withNode } from "./tool-values.ts";

/** The node's settings: each is made here, or left to the model. */
export function NodeToolForm(form: ToolFormProps) {
  const definition = catalogue.get(textIn(form.tool, "type"));
  if (!definition) return null;
  const config = configOf(form.tool, definition);
  const shown = Object.entries(definition.fields).filter(
    ([, spec]) => spec.showWhen === undefined || spec.showWhen.in.includes(config[spec.showWhen.key] ?? null),
  );
  return (
    <fieldset className="flex flex-col gap-[11px]">
      <legend className="mb-[7px] font-semibold text-small">Settings</legend>
      {shown.map(([name, spec]) => (
        <Setting key={`${definition.type}:${name}`} name={name} spec={spec} definition={definition} form={form} />
      ))}
    </fieldset>
  );
}

NodeToolForm.Choice = function Choice({ tool, props, others, onChange }: ToolFormProps) {
  const id = useId();
  const type = textIn(tool, "type");
  return (
    <div className="flex flex-col gap-[5px]">
      <label htmlFor={id} className="font-medium text-fg-2 text-small">
        Node
      </label>
      <Select
        value={type}
        disabled={props.disabled}
        onValueChange={(next) => {
          const definition = catalogue.get(next);
          if (definition) onChange(withNode(tool, definition, others));
        }}
      >
        <SelectTrigger id={id}>
          <SelectValue placeholder="Choose a node" />
        </SelectTrigger>
        <SelectContent>
          {toolNodes().map((one) => (
            <SelectItem key={one.type} value={one.type}>
              {one.title}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </div>
  );
};

interface SettingProps {
  name: string;
  spec: FieldSpec;
  definition: AnyDefinition;
  form: ToolFormProps;
}

function Setting({ name, spec, definition, form }: SettingProps) {
  const { tool, at, props, onChange } = form;
  const config = configOf(tool, definition);
  const open = openOf(tool);
  const left = open.find(({ field }) => field === name);
  const setOpen = (next: { field: string; description: string }[]) => onChange({ ...tool, open: next });
  if (left) {
    return (
      <Left
        spec={spec}
        description={left.description}
        disabled={props.disabled}
        onChange={(description) => setOpen(open.map((one) => (one.field === name ? { ...one, description } : one)))}
        onTake={() => setOpen(open.filter(({ field }) => field !== name))}
      />
    );
  }
  const canBeLeft = whyNotOpen(definition, name, config) === null;
  return (
    <div className="flex flex-col gap-0.5">
      <props.Field
        name={name}
        spec={spec}
        config={config}
        setConfig={(key, value) => onChange({ ...tool, config: withValue(config, key, value) })}
        setConfigs={(values) => onChange({ ...tool, config: { ...config, ...values } })}
        references={props.references}
        problems={props.problems?.filter(({ field }) => isOf(field, `tools.${at}.config.${name}`)) ?? []}
        disabled={props.disabled}
        focusNonce={null}
      />
      {canBeLeft && !props.disabled ? (
        <button
          type="button"
          className="self-start text-micro text-primary-text hover:underline max-sm:py-1.5"
          onClick={() => setOpen([...open, { field: name, description: "" }])}
        >
          Let the model fill in {spec.label}
        </button>
      ) : null}
    </div>
  );
}

interface LeftProps {
  spec: FieldSpec;
  description: string;
  disabled: boolean;
  onChange(description: string): void;
  onTake(): void;
}

/** A setting that the model makes with each use. */
function Left({ spec, description, disabled, onChange, onTake }: LeftProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-[5px]">
      <div className="flex items-center gap-1.5 font-medium text-fg-2 text-small">
        <label htmlFor={id}>{spec.label}</label>
        <span className="rounded-chip bg-primary-soft px-1.5 font-normal text-micro text-primary-text leading-4">
          filled in by the model
        </span>
      </div>
      <Input
        id={id}
        disabled={disabled}
        placeholder={spec.help ?? "What the model is to give here"}
        value={description}
        aria-label={`What the model is to give as ${spec.label}`}
        onChange={(event) => onChange(event.target.value)}
      />
      {!disabled && (
        <button
          type="button"
          className="self-start text-micro text-primary-text hover:underline max-sm:py-1.5"
          onClick={onTake}
        >
          Set {spec.label} here
        </button>
      )}
    </div>
  );
}

function configOf(tool: JsonObject, definition: AnyDefinition): JsonObject {
  const stored = isJsonObject(tool.config) ? tool.config : {};
  return { ...definition.defaults, ...stored };
}

function withValue(config: JsonObject, key: string, value: Json | undefined): JsonObject {
  const { [key]: _, ...rest } = config;
  return value === undefined ? rest : { ...config, [key]: value };
}

function openOf({ open }: JsonObject): { field: string; description: string }[] {
  if (!Array.isArray(open)) return [];
  return open.flatMap((one) =>
    isJsonObject(one) && typeof one.field === "string"
      ? [{ field: one.field, description: typeof one.description === "string" ? one.description : "" }]
      : [],
  );
}

function isOf(field: string | undefined, path: string): boolean {
  return field === path || field?.startsWith(`${path}.`) === true;
}
