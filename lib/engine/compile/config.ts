import type { z } from "zod";
import type { ConfigTemplate } from "../graph.ts";
import { isJsonObject, type Json } from "../json.ts";
import { below, type ConfigText, readTemplate } from "./config-template.ts";
import { isFixedField } from "./containers.ts";
import { named, type Problems } from "./problems.ts";
import type { Entry } from "./shape.ts";

/** A node's config, checked. `parsed` is undefined where it does not parse before its `{{ }}` are evaluated. */
export interface CheckedConfig {
  template: ConfigTemplate;
  texts: readonly ConfigText[];
  parsed: unknown;
}

/**
 * Checks a config by its definition's schema. What holds `{{ }}` is only known when the node runs: complaints about
 * such texts are left out here. A disabled node runs nothing, so its config may be anything.
 */
export function checkConfig(entry: Entry, problems: Problems): CheckedConfig {
  const { node, definition } = entry;
  if (!definition || entry.disabled) {
    return {
      template: { kind: "value", value: node.config },
      texts: [],
      parsed: definition?.config.safeParse(node.config).data,
    };
  }
  const { template, texts } = readTemplate(node.config);
  const isStatic = definition.trigger !== undefined || definition.join === true;
  for (const text of texts) {
    const where = { nodeId: node.id, field: text.field };
    if (isStatic || isFixedField(entry, text.field) || isNamedFixed(entry, text.field)) {
      const message = `${fieldNamed(entry, text.field)} cannot hold {{ }}: it is read before anything has run.`;
      problems.error("expression_not_allowed", message, where);
    } else if (text.error) {
      const message = `${fieldNamed(entry, text.field)}: ${text.error.message}`;
      problems.error(`expression_${text.error.code}`, message, where);
    }
  }
  const result = definition.config.safeParse(node.config);
  for (const issue of result.error?.issues ?? []) {
    if (!dependsOnText(issue, node.config)) reportIssue(entry, issue, problems);
  }
  for (const [field, spec] of Object.entries(definition.fields)) {
    if (!spec.required || node.config[field]) continue;
    if (spec.widget === "credential") {
      const message = `${fieldNamed(entry, field)}: choose a credential, or make one.`;
      problems.warning("credential_missing", message, { nodeId: node.id, field });
    } else if (spec.widget === "model") {
      const message = `${fieldNamed(entry, field)}: choose a model.`;
      problems.warning("model_missing", message, { nodeId: node.id, field });
    } else if (spec.widget === "knowledge-base") {
      const message = `${fieldNamed(entry, field)}: choose a knowledge base, or make one.`;
      problems.warning("knowledge_base_missing", message, { nodeId: node.id, field });
    }
  }
  return { template, texts: isStatic ? [] : texts, parsed: result.data };
}

/** Does the definition name it, or what it is a part of, among the fields that are read before anything has run? */
function isNamedFixed({ definition }: Entry, field: string): boolean {
  const parts = field.split(".");
  return (definition?.fixedFields ?? []).some((fixed) =>
    fixed.split(".").every((part, at) => at < parts.length && (part === "*" || part === parts[at])),
  );
}

function reportIssue(entry: Entry, issue: z.core.$ZodIssue, problems: Problems): void {
  const keys = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
  for (const key of keys) {
    const path = key === undefined ? issue.path : [...issue.path, key];
    const field = path.reduce<string>((name, part) => below(name, String(part)), "");
    const what = key === undefined ? issue.message : "there is no such setting.";
    const more = field === "" ? {} : { field };
    problems.error("invalid_config", `${fieldNamed(entry, field)}: ${what}`, { nodeId: entry.node.id, ...more });
  }
}

/** `URL of "Fetch user"`, as people know the field. */
export function fieldNamed({ node, definition }: Entry, field: string): string {
  const [first = ""] = field.split(".");
  const label = definition?.fields[first]?.label ?? field;
  return label === "" ? named(node) : `${label} of ${named(node)}`;
}

/** Could the complaint go away once the texts with `{{ }}` in it are evaluated? */
export function dependsOnText(issue: z.core.$ZodIssue, config: Json): boolean {
  let value: Json | undefined = config;
  for (const part of issue.path) {
    if (isText(value)) return true;
    value = memberOf(value, part);
  }
  if (isText(value)) return true;
  if (!holdsText(value)) return false;
  // A rule over several parts, some of them unknown yet, cannot be judged; a choice is open while one of its options is.
  if (issue.code === "custom") return true;
  if (issue.code !== "invalid_union") return false;
  const from = value as Json;
  return issue.errors.some((option) => option.every((inner) => dependsOnText(inner, from)));
}

function memberOf(value: Json | undefined, key: PropertyKey): Json | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
}

function isText(value: Json | undefined): boolean {
  return typeof value === "string" && value.includes("{{");
}

function holdsText(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsText);
  return isJsonObject(value) ? Object.values(value).some(holdsText) : isText(value);
}
