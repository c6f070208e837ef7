import { useId } from "react";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { Json, JsonObject } from "#lib/engine/json.ts";
import type { WidgetProps } from "../widget-props.ts";
import { HttpToolForm } from "./http-tool-form.tsx";
import { KnowledgeToolForm } from "./knowledge-tool-form.tsx";
import { NodeToolForm } from "./node-tool-form.tsx";
import { kindOf, textIn } from "./tool-values.ts";

export interface ToolFormProps {
  tool: JsonObject;
  /** Its place among the tools. */
  at: number;
  others: readonly JsonObject[];
  props: WidgetProps;
  onChange(tool: JsonObject): void;
}

/** What a tool is called, what it does, and how. */
export function ToolForm(form: ToolFormProps) {
  const { tool, props, onChange } = form;
  const id = useId();
  const set = (key: string, value: Json) => onChange({ ...tool, [key]: value });
  const kind = kindOf(tool);
  return (
    <div className="flex flex-col gap-[11px]">
      {kind === "node" && <NodeToolForm.Choice {...form} />}
      <div className="flex flex-col gap-[5px]">
        <label htmlFor={`${id}-name`} className="font-medium text-fg-2 text-small">
          Name
        </label>
        <Input
          id={`${id}-name`}
          className="font-mono"
          spellCheck={false}
          autoCapitalize="off"
          disabled={props.disabled}
          value={textIn(tool, "name")}
          aria-describedby={`${id}-name-help`}
          onChange={(event) => set("name", event.target.value)}
        />
        <p id={`${id}-name-help`} className="text-fg-3 text-micro leading-[15px]">
          Letters, digits and _. The model calls it by this.
        </p>
      </div>
      <div className="flex flex-col gap-[5px]">
        <label htmlFor={`${id}-description`} className="font-medium text-fg-2 text-small">
          What it does
        </label>
        <Textarea
          id={`${id}-description`}
          rows={2}
          disabled={props.disabled}
          placeholder="Looks up an order by its number. Use it before you speak of an order."
          value={textIn(tool, "description")}
          aria-describedby={`${id}-description-help`}
          onChange={(event) => set("description", event.target.value)}
        />
        <p id={`${id}-description-help`} className="text-fg-3 text-micro leading-[15px]">
          The model reads this to choose. Say when to use it, too.
        </p>
      </div>
      {kind === "node" && <NodeToolForm {...form} />}
      {kind === "http" && <HttpToolForm {...form} />}
      {kind === "knowledge" && <KnowledgeToolForm {...form} />}
    </div>
  );
}
