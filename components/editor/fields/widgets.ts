import type { ComponentType } from "react";
import type { Widget } from "#lib/nodes/define.ts";
import { MultiSelectWidget, SelectWidget, SwitchWidget } from "./choice-widgets.tsx";
import { CollectionWidget } from "./collection-widget.tsx";
import { CredentialWidget } from "./credential-widget.tsx";
import { KnowledgeBaseWidget } from "./knowledge-base-widget.tsx";
import { ListWidget } from "./list-widget.tsx";
import { MemoryWidget } from "./memory-widget.tsx";
import { ModelsWidget, ModelWidget } from "./model-widget.tsx";
import { BodyWidget, MethodUrlWidget } from "./request-widgets.tsx";
import { CasesWidget, FieldsWidget, KeyValuesWidget } from "./row-widgets.tsx";
import { CodeWidget, JsonWidget, NumberWidget, TemplateWidget, TextWidget } from "./text-widgets.tsx";
import { CronWidget, DurationWidget } from "./time-widgets.tsx";
import { ToolsWidget } from "./tools/lazy-tools-widget.tsx";
import { WebhookAuthWidget } from "./webhook-auth-widget.tsx";
import type { WidgetProps } from "./widget-props.ts";

/** One control for each widget of lib/nodes/define.ts: the compiler asks for those that are missing. */
export const widgets: Readonly<Record<Widget, ComponentType<WidgetProps>>> = {
  text: TextWidget,
  template: TemplateWidget,
  // As a fixed value an expression is a text; the form opens it in fx mode.
  expression: TextWidget,
  code: CodeWidget,
  json: JsonWidget,
  select: SelectWidget,
  "multi-select": MultiSelectWidget,
  number: NumberWidget,
  switch: SwitchWidget,
  duration: DurationWidget,
  cron: CronWidget,
  "key-values": KeyValuesWidget,
  fields: FieldsWidget,
  cases: CasesWidget,
  list: ListWidget,
  collection: CollectionWidget,
  "method-url": MethodUrlWidget,
  body: BodyWidget,
  credential: CredentialWidget,
  model: ModelWidget,
  models: ModelsWidget,
  "knowledge-base": KnowledgeBaseWidget,
  tools: ToolsWidget,
  memory: MemoryWidget,
  "webhook-auth": WebhookAuthWidget,
};
