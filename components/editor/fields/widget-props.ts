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
}
