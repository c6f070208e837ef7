import { useId } from "react";
import { isJsonObject, type JsonObject } from "#lib/engine/json.ts";
import { SwitchWidget } from "./choice-widgets.tsx";
import { NumberWidget, TextWidget } from "./text-widgets.tsx";
import type { WidgetProps } from "./widget-props.ts";

/** Which conversation is remembered, and how much of it. */
export function MemoryWidget(props: WidgetProps) {
  const id = useId();
  const memory: JsonObject = isJsonObject(props.value) ? props.value : {};
  const change = (key: string, value: WidgetProps["value"]) => {
    const { [key]: _, ...rest } = memory;
    props.onChange(value === undefined ? rest : { ...memory, [key]: value });
  };
  const inner = { ...props, describedBy: undefined, invalid: false };
  const remembers = typeof memory.conversation === "string" && memory.conversation.trim() !== "";
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{props.spec.label}</legend>
      <TextWidget
        {...props}
        spec={{ ...props.spec, label: "Key of the conversation", placeholder: "{{ input.from }}" }}
        value={memory.conversation}
        onChange={(value) => change("conversation", value)}
      />
      {remembers ? (
        <div className="flex flex-col gap-2 rounded-control border border-line bg-sunken p-2">
          <div className="grid grid-cols-[minmax(0,1fr)_72px] items-center gap-2">
            <label htmlFor={`${id}-window`} className="text-fg-2 text-micro">
              Exchanges it is given word for word
            </label>
            <NumberWidget
              {...inner}
              id={`${id}-window`}
              spec={{ ...props.spec, label: "Exchanges", placeholder: "10" }}
              value={memory.window ?? 10}
              onChange={(value) => change("window", value)}
            />
          </div>
          <div className="flex items-center gap-2">
            <SwitchWidget
              {...inner}
              id={`${id}-summarise`}
              value={memory.summarise ?? true}
              onChange={(value) => change("summarise", value)}
            />
            <label htmlFor={`${id}-summarise`} className="text-fg-2 text-micro">
              The model sums up what is older
            </label>
          </div>
        </div>
      ) : null}
    </fieldset>
  );
}
