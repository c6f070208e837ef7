import { Plus, X } from "lucide-react";
import { ModelPicker } from "#components/shared/models/model-picker.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { demoModel } from "#lib/ai/known-models.ts";
import type { WidgetProps } from "./widget-props.ts";

const MOST_MODELS = 5;

/** Whose account, and which of its models; kept as one text, `provider/model`. */
export function ModelWidget(props: WidgetProps) {
  return (
    <ModelPicker
      {...props}
      kind={props.spec.models ?? "language"}
      value={typeof props.value === "string" ? props.value : ""}
      onChange={props.onChange}
      label={props.spec.label}
    />
  );
}

/** Models that are asked one after the other. */
export function ModelsWidget(props: WidgetProps) {
  const list = Array.isArray(props.value) ? props.value.map((one) => (typeof one === "string" ? one : "")) : [];
  const change = (next: readonly string[]) => props.onChange(next.length === 0 ? undefined : [...next]);
  return (
    <div className="flex flex-col gap-2">
      {list.map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a model may stand here twice, and its place is what it is
        <div key={at} className="flex items-start gap-1.5">
          <div className="min-w-0 flex-1">
            <ModelPicker
              {...props}
              kind={props.spec.models ?? "language"}
              id={at === 0 ? props.id : `${props.id}-${at}`}
              value={value}
              onChange={(next) => change(list.with(at, next))}
              label={`Model ${at + 1}`}
            />
          </div>
          <IconButton
            label={`Remove model ${at + 1}`}
            size="sm"
            disabled={props.disabled}
            onClick={() => change(list.toSpliced(at, 1))}
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button
        type="button"
        id={list.length === 0 ? props.id : undefined}
        className="self-start"
        disabled={props.disabled || list.length >= MOST_MODELS}
        onClick={() => change([...list, demoModel(props.spec.models ?? "language")])}
      >
        <Plus aria-hidden className="size-4" />
        Add a model
      </Button>
    </div>
  );
}
