"use client";

import { ArrowUpDown } from "lucide-react";
import { useId } from "react";
import { ModelPicker } from "#components/shared/models/model-picker.tsx";
import { Button } from "#components/ui/button.tsx";
import { FieldHelp, Label } from "#components/ui/field.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { demoModel } from "#lib/ai/known-models.ts";

/** What the best passages are ordered anew by. */
export interface Rerank {
  by: "provider" | "model";
  model: string;
}

const kinds = { provider: "reranking", model: "language" } as const;

interface Props {
  value: Rerank | null;
  onChange(value: Rerank | null): void;
}

/** Switches the last stage of a search, and says which model does it. */
export function RerankButton({ value, onChange }: Props) {
  const id = useId();
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" className="max-sm:h-10">
          <ArrowUpDown aria-hidden className="size-3.5" />
          Rerank {value ? "on" : "off"}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Rerank" className="flex w-80 flex-col gap-3 max-sm:w-[calc(100vw-32px)]">
        <Segmented
          label="Order anew"
          value={value?.by ?? "off"}
          onValueChange={(by) => onChange(by === "off" ? null : { by, model: demoModel(kinds[by]) })}
          options={[
            { value: "off", label: "Off" },
            { value: "provider", label: "Reranker" },
            { value: "model", label: "Language model" },
          ]}
        />
        {value ? (
          <div className="flex flex-col gap-[5px]">
            <Label htmlFor={id}>{value.by === "provider" ? "Reranker" : "Language model"}</Label>
            <ModelPicker
              id={id}
              label={value.by === "provider" ? "Reranker" : "Language model"}
              describedBy={`${id}-help`}
              kind={kinds[value.by]}
              value={value.model}
              onChange={(model) => onChange({ ...value, model })}
            />
          </div>
        ) : null}
        <FieldHelp id={`${id}-help`}>
          Reads the best passages beside the question and orders them by how well they answer it. It takes longer, and a
          model of a provider costs a call.
        </FieldHelp>
      </PopoverContent>
    </Popover>
  );
}
