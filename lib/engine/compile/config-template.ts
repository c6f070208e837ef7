import { compileTemplate } from "../expressions/compile.ts";
import { type ExpressionError, isExpressionError } from "../expressions/errors.ts";
import type { RootRead } from "../expressions/types.ts";
import type { ConfigTemplate } from "../graph.ts";
import { isJsonObject, type Json } from "../json.ts";

/** A text with `{{ }}` in a config: where it stands, and what it reads. */
export interface ConfigText {
  /** Dotted path in the config. */
  field: string;
  source: string;
  reads: readonly RootRead[];
  /** Set when it cannot be parsed. */
  error: ExpressionError | null;
}

/** A config with its texts parsed, and the list of these texts. Parts without any stay one value. */
export function readTemplate(config: Json): { template: ConfigTemplate; texts: ConfigText[] } {
  const texts: ConfigText[] = [];
  return { template: read(config, "", texts), texts };
}

function read(value: Json, field: string, texts: ConfigText[]): ConfigTemplate {
  if (typeof value === "string") return value.includes("{{") ? readText(value, field, texts) : { kind: "value", value };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => read(item, below(field, index), texts));
    return items.every(isValue) ? { kind: "value", value } : { kind: "array", items };
  }
  if (!isJsonObject(value)) return { kind: "value", value };
  const entries = Object.keys(value).map((key): [string, ConfigTemplate] => [
    key,
    // The key was just listed; the index type only widens what is there.
    read(value[key] as Json, below(field, key), texts),
  ]);
  return entries.every(([, part]) => isValue(part)) ? { kind: "value", value } : { kind: "object", entries };
}

function isValue(template: ConfigTemplate): boolean {
  return template.kind === "value";
}

export function below(field: string, key: string | number): string {
  return field === "" ? String(key) : `${field}.${key}`;
}

function readText(source: string, field: string, texts: ConfigText[]): ConfigTemplate {
  try {
    const text = compileTemplate(source);
    if (text.constant) return { kind: "value", value: source };
    texts.push({ field, source, reads: text.reads, error: null });
    return { kind: "text", text };
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    texts.push({ field, source, reads: [], error });
    return { kind: "value", value: source };
  }
}
