import { Check } from "lucide-react";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { cn } from "#lib/utils.ts";
import type { WidgetProps } from "./widget-props.ts";

export function SelectWidget(props: WidgetProps) {
  return (
    <Select
      value={typeof props.value === "string" ? props.value : ""}
      onValueChange={props.onChange}
      disabled={props.disabled}
    >
      <SelectTrigger id={props.id} aria-describedby={props.describedBy} aria-invalid={props.invalid || undefined}>
        <SelectValue placeholder={props.spec.placeholder ?? "Choose"} />
      </SelectTrigger>
      <SelectContent>
        {props.spec.options?.map((option) => (
          <SelectItem key={option.value} value={option.value}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

export function MultiSelectWidget(props: WidgetProps) {
  const chosen = Array.isArray(props.value) ? props.value : [];
  const options = props.spec.options ?? [];
  return (
    <fieldset id={props.id} aria-describedby={props.describedBy} className="flex flex-wrap gap-1">
      <legend className="sr-only">{props.spec.label}</legend>
      {options.map((option) => {
        const on = chosen.includes(option.value);
        return (
          // biome-ignore lint/a11y/useSemanticElements: a pill that is pressed; a checkbox could not carry its look
          <button
            key={option.value}
            type="button"
            role="checkbox"
            aria-checked={on}
            disabled={props.disabled}
            className={cn(
              "inline-flex h-control-sm items-center gap-1 rounded-control border px-2 font-medium text-small transition-colors duration-[80ms] disabled:text-fg-off",
              on
                ? "border-primary-line bg-primary-soft text-primary-text"
                : "border-line-control bg-surface text-fg-2 hover:bg-hover",
            )}
            onClick={() =>
              // In the order of the options, so that two ways to the same choice are the same document.
              props.onChange(
                options
                  .map((one) => one.value)
                  .filter((value) => (value === option.value ? !on : chosen.includes(value))),
              )
            }
          >
            {on && <Check aria-hidden className="size-3" strokeWidth={2.5} />}
            {option.label}
          </button>
        );
      })}
    </fieldset>
  );
}

export function SwitchWidget(props: WidgetProps) {
  return (
    <Switch
      id={props.id}
      aria-describedby={props.describedBy}
      checked={props.value === true}
      onCheckedChange={props.onChange}
      disabled={props.disabled}
    />
  );
}
