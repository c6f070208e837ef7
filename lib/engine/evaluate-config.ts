import { compileTemplate } from "./expressions/compile.ts";
import { type ExpressionError, isExpressionError } from "./expressions/errors.ts";
import type { CallCounter, Compiled, ExpressionScope } from "./expressions/types.ts";
import type { ConfigTemplate } from "./graph.ts";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";

export interface BuiltConfig {
  template: ConfigTemplate;
  /** Every text with `{{ }}`, by its dotted path. */
  texts: { path: string; compiled: Compiled }[];
  /** Texts that could not be parsed; in the template they stand as they were written. */
  errors: { path: string; error: ExpressionError }[];
}

/** Parses every text of a config that has `{{ }}` in it. What holds none stays one shared value. */
export function buildConfigTemplate(config: JsonObject): BuiltConfig {
  const built: BuiltConfig = { template: { kind: "value", value: config }, texts: [], errors: [] };
  built.template = build(config, "", built);
  return built;
}

function build(value: Json, path: string, built: BuiltConfig): ConfigTemplate {
  if (typeof value === "string") return value.includes("{{") ? buildText(value, path, built) : { kind: "value", value };
  if (typeof value !== "object" || value === null) return { kind: "value", value };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => build(item, under(path, String(index)), built));
    return items.every((item) => item.kind === "value") ? { kind: "value", value } : { kind: "array", items };
  }
  const entries = Object.entries(value).map(([key, item]): [string, ConfigTemplate] => [
    key,
    build(item, under(path, key), built),
  ]);
  return entries.every(([, item]) => item.kind === "value") ? { kind: "value", value } : { kind: "object", entries };
}

function buildText(text: string, path: string, built: BuiltConfig): ConfigTemplate {
  try {
    const compiled = compileTemplate(text);
    built.texts.push({ path, compiled });
    return { kind: "text", text: compiled };
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    built.errors.push({ path, error: error.at(path) });
    return { kind: "value", value: text };
  }
}

function under(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/**
 * A config with its expressions evaluated. Parts without expressions are shared with the document, not copied.
 * @param asWritten settings that are left as they are: they are evaluated later, for each item (`itemEvaluator`)
 * @throws ExpressionError with `path`, the dotted path of the field
 */
export function evaluateConfig(
  template: ConfigTemplate,
  scope: ExpressionScope,
  asWritten: readonly string[] = [],
): Json {
  const wanted = asWritten.length === 0 ? template : withSources(template, asWritten);
  return evaluate(wanted, scope, { next: 0 }, undefined);
}

function withSources(template: ConfigTemplate, names: readonly string[]): ConfigTemplate {
  if (template.kind !== "object") return template;
  const entries = template.entries.map(([key, part]): [string, ConfigTemplate] =>
    part.kind === "text" && names.includes(key) ? [key, { kind: "value", value: part.text.source }] : [key, part],
  );
  return { kind: "object", entries };
}

/** Evaluates settings for one item after the other: their expressions see `item` and `index` besides. */
export function itemEvaluator(
  template: ConfigTemplate,
  scope: ExpressionScope,
): (field: string, item: Json, index: number) => Json {
  const calls: CallCounter = { next: 0 };
  const settings = new Map(template.kind === "object" ? template.entries : Object.entries(constants(template)));
  return (field, item, index) => {
    const setting = settings.get(field);
    if (setting === undefined) return null;
    const own: Readonly<Record<string, Json>> = { item, index };
    const root = (name: string) => (Object.hasOwn(own, name) ? own[name] : scope.root(name));
    const nullReason = (name: string) => (Object.hasOwn(own, name) ? undefined : scope.nullReason?.(name));
    const { now, seed, timeZone } = scope;
    return evaluate(setting, { now, seed, timeZone, root, nullReason }, calls, { above: undefined, key: field });
  };
}

function constants(template: ConfigTemplate): Record<string, ConfigTemplate> {
  if (template.kind !== "value" || !isJsonObject(template.value)) return {};
  return Object.fromEntries(Object.entries(template.value).map(([key, value]) => [key, { kind: "value", value }]));
}

/** The way to a field, kept as links so that a path is only written when there is an error to put it in. */
interface Trail {
  above: Trail | undefined;
  key: string | number;
}

function evaluate(
  template: ConfigTemplate,
  scope: ExpressionScope,
  calls: CallCounter,
  trail: Trail | undefined,
): Json {
  switch (template.kind) {
    case "value":
      return template.value;
    case "text":
      try {
        return template.text.evaluate(scope, calls);
      } catch (error) {
        throw isExpressionError(error) ? error.at(written(trail)) : error;
      }
    case "array":
      return template.items.map((item, key) => evaluate(item, scope, calls, { above: trail, key }));
    case "object": {
      const object: JsonObject = {};
      for (const [key, item] of template.entries) {
        const value = item.kind === "value" ? item.value : evaluate(item, scope, calls, { above: trail, key });
        if (key === "__proto__") {
          Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
        } else object[key] = value;
      }
      return object;
    }
  }
}

function written(trail: Trail | undefined): string {
  const keys: (string | number)[] = [];
  for (let link = trail; link !== undefined; link = link.above) keys.unshift(link.key);
  return keys.join(".");
}
