import type { Token } from "marked";
import { z } from "zod";
import type { Json } from "../engine/json.ts";
import { categoryTitles } from "../nodes/category-titles.ts";
import type { AnyDefinition, FieldSpec, NodeCategory, Widget } from "../nodes/define.ts";
import { effectWords, repeatWords } from "../nodes/effect-words.ts";
import { isHeading, isTable, parseMarkdown, type Section, sectionsOf } from "./markdown.ts";
import { lookupIn, type SchemaTree, schemaTree } from "./schema-tree.ts";

export interface NodeSetting {
  /** Key in the config. */
  key: string;
  /** As the form calls it; undefined for what is in no form. */
  label: string | undefined;
  /** How it is entered, in words. */
  control: string | undefined;
  help: string | undefined;
  /** What the README says of it. */
  meaning: readonly Token[];
  /** What a node just added has, in words or as JSON; undefined for nothing. */
  first: { text: string; isCode: boolean } | undefined;
  options: readonly string[];
  /** `Only with mode: "parse"`. */
  shown: string | undefined;
}

export interface NodePage {
  type: string;
  title: string;
  summary: string;
  category: NodeCategory;
  version: number;
  /** Second line of its card, as it is added. */
  cardSummary: string;
  /** What it may do to the world, in plain words. */
  effect: string;
  /** What becomes of a call that was lost with its server. */
  repeat: string | undefined;
  inputs: readonly string[];
  ports: readonly { name: string; title: string }[];
  /** Other nodes stand inside. */
  isContainer: boolean;
  portsDependOnConfig: boolean;
  intro: readonly Token[];
  settings: readonly NodeSetting[];
  /** What the README says after its table of fields. */
  settingsNotes: readonly Token[];
  output: SchemaTree | undefined;
  outputDependsOnConfig: boolean;
  /** Every other section of the README. */
  sections: readonly Section[];
}

/** The page of a node type, of its definition and its README. */
export function nodePage(definition: AnyDefinition, readme: string): NodePage {
  const config = definition.defaults;
  const { ports, output } = definition;
  const [intro, ...sections] = sectionsOf(
    parseMarkdown(readme).filter((token) => !(isHeading(token) && token.depth === 1)),
    2,
  );
  const fields = sections.find(({ heading }) => heading?.text === "Fields");
  const named = typeof ports === "function" ? ports(config) : ports;
  const schema = typeof output === "function" ? output(config) : output;
  return {
    type: definition.type,
    title: definition.title,
    summary: definition.summary,
    category: definition.category,
    version: definition.version,
    cardSummary: definition.describe?.(config) || categoryTitles[definition.category],
    effect: definition.trigger ? "Starts a run, and gives it what came in." : effectWords[definition.effect],
    repeat: repeatOf(definition),
    inputs: definition.inputs,
    ports: named.map((name) => ({ name, title: definition.portTitles?.[name] ?? name })),
    isContainer: definition.container !== undefined,
    portsDependOnConfig: typeof ports === "function",
    intro: withoutSummary(intro?.tokens ?? [], definition.summary),
    settings: settingsOf(definition, fields),
    settingsNotes: (fields?.tokens ?? []).filter((token) => !isTable(token)),
    output: schema && treeOf(schema),
    outputDependsOnConfig: typeof output === "function",
    sections: sections.filter((section) => section !== fields),
  };
}

/** A README may begin with the very sentence that the head of the page shows. */
function withoutSummary(tokens: readonly Token[], summary: string): Token[] {
  const [first, ...rest] = tokens.filter(({ type }) => type !== "space");
  if (first === undefined) return [];
  const [begin, ...others] = ("tokens" in first && first.tokens) || [];
  if (begin?.type !== "text" || !("text" in begin) || !begin.text.startsWith(summary)) return [first, ...rest];
  const text = begin.text.slice(summary.length).trimStart();
  if (text === "" && others.length === 0) return rest;
  return [{ ...first, tokens: [{ ...begin, text }, ...others] } as Token, ...rest];
}

/** What becomes of a lost call; nothing to say where nothing reaches outside. */
function repeatOf({ effect, repeat, defaults }: AnyDefinition): string | undefined {
  if (effect === "pure" || effect === "wait" || effect === "container" || repeat === undefined) return undefined;
  if (typeof repeat !== "function") return repeatWords[repeat];
  const words = repeatWords[repeat(defaults)];
  return `It depends on the settings. As they are at first: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

function treeOf(schema: z.ZodType): SchemaTree | undefined {
  const written = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" });
  const tree = schemaTree(written, lookupIn(written));
  return tree.fields.length > 0 || tree.variants.length > 0 ? tree : undefined;
}

const controls: Readonly<Record<Widget, string>> = {
  text: "Text",
  template: "Text with {{ }}",
  expression: "Expression",
  code: "Code",
  json: "JSON",
  select: "Choice",
  "multi-select": "Several choices",
  number: "Number",
  switch: "Yes or no",
  duration: "Duration",
  cron: "Time pattern",
  "key-values": "Names with values",
  fields: "List of fields",
  cases: "List of cases",
  list: "List",
  collection: "List of things with settings",
  model: "Model",
  models: "Models, in order",
  "knowledge-base": "Knowledge base",
  tools: "Tools",
  memory: "Memory",
  "method-url": "Method and address",
  body: "Body of a request",
  credential: "Credential",
  "webhook-auth": "Proof of the caller",
};

function settingsOf(definition: AnyDefinition, section: Section | undefined): NodeSetting[] {
  const meanings = meaningsOf(section);
  return settingKeys(Object.keys(definition.fields), [...meanings.keys()]).map((key) =>
    settingOf(key, definition, meanings.get(key) ?? []),
  );
}

/** The form's order; what only the README knows stands before what follows it there. */
function settingKeys(form: readonly string[], readme: readonly string[]): string[] {
  const keys = [...form];
  for (const [i, key] of readme.entries()) {
    if (keys.includes(key)) continue;
    const next = readme.slice(i + 1).find((one) => form.includes(one));
    keys.splice(next === undefined ? keys.length : keys.indexOf(next), 0, key);
  }
  return keys;
}

function settingOf(key: string, definition: AnyDefinition, meaning: readonly Token[]): NodeSetting {
  const spec: FieldSpec | undefined = definition.fields[key];
  const first = definition.defaults[key];
  return {
    key,
    label: spec?.label,
    control: spec && controls[spec.widget],
    help: spec?.help,
    meaning,
    first: firstWords(first, spec),
    options: spec?.options?.map(({ label }) => label) ?? [],
    shown: spec?.showWhen && shownWords(definition, spec.showWhen),
  };
}

function firstWords(value: Json | undefined, spec: FieldSpec | undefined): NodeSetting["first"] {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "object" && Object.keys(value).length === 0) return undefined;
  if (typeof value === "boolean" && spec?.widget === "switch") return { text: value ? "yes" : "no", isCode: false };
  const option = spec?.options?.find((one) => one.value === value);
  return option ? { text: option.label, isCode: false } : { text: JSON.stringify(value), isCode: true };
}

function shownWords(definition: AnyDefinition, { key, in: values }: NonNullable<FieldSpec["showWhen"]>): string {
  const other = definition.fields[key];
  const word = (value: Json) => {
    if (typeof value === "boolean") return value ? "yes" : "no";
    return `“${other?.options?.find((option) => option.value === value)?.label ?? String(value)}”`;
  };
  const rest = other?.options?.filter((option) => !values.includes(option.value)) ?? [];
  const title = `“${other?.label ?? key}”`;
  // Most of many choices are told shorter by the one that is left.
  if (values.length > 2 && rest[0] && rest.length === 1) return `Not where ${title} is ${word(rest[0].value)}`;
  return `Only where ${title} is ${values.map(word).join(" or ")}`;
}

/** A row of the README's table: its first cell names one or several keys. */
function meaningsOf(section: Section | undefined): Map<string, readonly Token[]> {
  const table = section?.tokens.find(isTable);
  const meanings = new Map<string, readonly Token[]>();
  for (const row of table?.rows ?? []) {
    const keys = row[0]?.tokens.flatMap((token) => (token.type === "codespan" ? [token.text as string] : [])) ?? [];
    for (const key of keys) meanings.set(key, row[1]?.tokens ?? []);
  }
  return meanings;
}
