import { z } from "zod";
import { type AnyDefinition, type Catalogue, defineNode } from "../../nodes/define.ts";
import type { Effect } from "../graph.ts";
import type { JsonObject } from "../json.ts";

const anything = z.looseObject({});

/** What every type here has, and no test looks at. */
function basics(type: string) {
  return {
    type,
    version: 1,
    title: type,
    summary: `${type}, for tests.`,
    category: "control" as const,
    effect: "pure" as Effect,
    inputs: ["in"],
    ports: ["out"],
    fields: {},
  };
}

function plain(type: string, more: Partial<AnyDefinition> = {}): AnyDefinition {
  return { ...basics(type), config: anything, defaults: {}, ...more };
}

const join = defineNode({
  ...basics("test.join"),
  config: z.strictObject({
    mode: z.enum(["all", "every", "any", "count"]).default("all"),
    count: z.int().min(1).default(1),
    cancelOthers: z.boolean().default(false),
  }),
  defaults: {},
  join: true,
});

const webhook = defineNode({
  ...basics("test.webhook"),
  category: "trigger",
  inputs: [],
  config: z.strictObject({ path: z.string().min(1), methods: z.array(z.string()).default(["POST"]) }),
  defaults: { path: "hook" },
  trigger: "webhook",
});

const call = defineNode({
  ...basics("test.call"),
  effect: "step",
  repeat: (config) => (config.method === "POST" ? "unsafe" : config.method === "PUT" ? "keyed" : "safe"),
  config: z.strictObject({
    url: z.url("Give an address."),
    method: z.enum(["GET", "PUT", "POST"]).default("GET"),
    body: z.union([z.strictObject({ text: z.string() }), z.strictObject({ size: z.int() })]).optional(),
  }),
  defaults: { url: "https://example.com" },
  fields: { url: { widget: "text", label: "Address" } },
});

function casesOf(config: JsonObject): string[] {
  const cases = config.cases as { name: string }[];
  return [...cases.map(({ name }) => name), "default"];
}

/** A small catalogue whose types are named for what they show; any config suits most of them. */
const definitions: readonly AnyDefinition[] = [
  plain("test.manual", { category: "trigger", inputs: [], trigger: "manual", title: "Start" }),
  webhook,
  plain("test.set"),
  plain("test.step", { effect: "step", repeat: "safe" }),
  plain("test.unsafe", { effect: "step", repeat: "unsafe" }),
  plain("test.wait", { effect: "wait" }),
  plain("test.if", { ports: ["true", "false"] }),
  plain("test.switch", { ports: casesOf }),
  plain("test.output"),
  join,
  call,
];

const byType = new Map(definitions.map((definition) => [definition.type, definition]));

export const testCatalogue: Catalogue = { get: (type) => byType.get(type), all: () => definitions };
