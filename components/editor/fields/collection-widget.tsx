import { Plus, X } from "lucide-react";
import { type ComponentType, useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isJsonObject, type Json, type JsonObject } from "#lib/engine/json.ts";
import type { ItemSpec } from "#lib/nodes/define.ts";
import { SelectWidget, SwitchWidget } from "./choice-widgets.tsx";
import { TextWidget } from "./text-widgets.tsx";
import type { WidgetProps } from "./widget-props.ts";

const controls: Readonly<Record<ItemSpec["widget"], ComponentType<WidgetProps>>> = {
  text: TextWidget,
  select: SelectWidget,
  switch: SwitchWidget,
};

/** Things of one kind, each with a few settings of its own. */
export function CollectionWidget(props: WidgetProps) {
  const items = Array.isArray(props.value) ? props.value.map((item) => (isJsonObject(item) ? item : {})) : [];
  const specs = Object.entries(props.spec.items ?? {});
  const name = props.spec.itemName ?? "item";
  const change = (index: number, key: string, value: Json | undefined) => {
    const { [key]: _, ...rest } = items[index] ?? {};
    props.onChange(
      items.map((item, i) => (i !== index ? item : value === undefined ? rest : { ...item, [key]: value })),
    );
  };
  return (
    <fieldset id={props.id} aria-describedby={props.describedBy} className="flex flex-col gap-2">
      <legend className="sr-only">{props.spec.label}</legend>
      {items.map((item, i) => (
        <Item
          // biome-ignore lint/suspicious/noArrayIndexKey: things have no identity but their place
          key={i}
          title={`${name} ${i + 1}`}
          item={item}
          specs={specs}
          props={props}
          onChange={(key, value) => change(i, key, value)}
          onRemove={() => props.onChange(items.filter((_, other) => other !== i))}
        />
      ))}
      {!props.disabled && (
        <Button size="sm" className="self-start" onClick={() => props.onChange([...items, emptyItem(specs)])}>
          <Plus aria-hidden className="size-3.5" />
          Add a {name}
        </Button>
      )}
    </fieldset>
  );
}

function emptyItem(specs: readonly [string, ItemSpec][]): JsonObject {
  return Object.fromEntries(specs.flatMap(([key, { widget }]) => (widget === "text" ? [[key, ""]] : [])));
}

interface ItemProps {
  title: string;
  item: JsonObject;
  specs: readonly [string, ItemSpec][];
  props: WidgetProps;
  onChange(key: string, value: Json | undefined): void;
  onRemove(): void;
}

function Item({ title, item, specs, props, onChange, onRemove }: ItemProps) {
  return (
    <fieldset
      data-invalid={props.invalid || undefined}
      className="relative flex flex-col gap-2 rounded-control border border-line bg-sunken p-2 pr-9 data-[invalid]:border-fail"
    >
      <legend className="sr-only">{title}</legend>
      {specs.map(([key, spec]) => (
        <Setting
          key={key}
          spec={spec}
          title={title}
          value={item[key]}
          item={item}
          props={props}
          onChange={(value) => onChange(key, value)}
        />
      ))}
      {!props.disabled && (
        <IconButton label={`Remove ${title}`} size="sm" className="absolute top-1 right-1 text-fg-3" onClick={onRemove}>
          <X aria-hidden className="size-3" strokeWidth={2.3} />
        </IconButton>
      )}
    </fieldset>
  );
}

interface SettingProps {
  spec: ItemSpec;
  title: string;
  value: Json | undefined;
  item: JsonObject;
  props: WidgetProps;
  onChange(value: Json | undefined): void;
}

function Setting({ spec, title, value, item, props, onChange }: SettingProps) {
  const id = useId();
  const Control = controls[spec.widget];
  const inner: WidgetProps = {
    ...props,
    id,
    describedBy: spec.help ? `${id}-help` : undefined,
    invalid: false,
    spec: { ...spec, label: `${spec.label} of ${title}` },
    value,
    onChange,
    config: item,
  };
  const label = (
    <label htmlFor={id} className="text-fg-2 text-micro">
      {spec.label}
    </label>
  );
  if (spec.widget === "switch")
    return (
      <div className="flex items-center gap-2">
        <Control {...inner} />
        {label}
      </div>
    );
  return (
    <div className="grid grid-cols-[64px_minmax(0,1fr)] items-start gap-x-2 gap-y-0.5 [&>label]:pt-[6px]">
      {label}
      <Control {...inner} />
      {spec.help && (
        <p id={`${id}-help`} className="col-start-2 text-fg-3 text-micro leading-[15px]">
          {spec.help}
        </p>
      )}
    </div>
  );
}
