import type { ComponentType } from "react";
import type { Problem } from "#lib/engine/graph.ts";
import type { Json, JsonObject } from "#lib/engine/json.ts";
import type { FieldSpec } from "#lib/nodes/define.ts";
import type { Reference } from "./references.ts";

/** What every widget gets. `id`, `describedBy` and `invalid` tie it to its label, help and problems. */
export interface WidgetProps {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  disabled: boolean;
  spec: FieldSpec;
  value: Json | undefined;
  onChange(value: Json | undefined): void;
  /** For widgets that edit two settings as one, such as method and address. */
  config: JsonObject;
  setConfig(key: string, value: Json | undefined): void;
  /** Several settings at once, as one step to undo. */
  setConfigs(values: JsonObject): void;
  references: readonly Reference[];
  /** What is wrong with it, for widgets that show where. */
  problems?: readonly Problem[];
  /** A whole setting, for widgets that hold settings of their own. */
  Field: ComponentType<ConfigFieldProps>;
}

export interface ConfigFieldProps {
  name: string;
  spec: FieldSpec;
  config: JsonObject;
  setConfig(key: string, value: Json | undefined): void;
  setConfigs(values: JsonObject): void;
  references: readonly Reference[];
  problems: readonly Problem[];
  disabled: boolean;
  /** Set when the problems list asked for this field. */
  focusNonce: number | null;
}
