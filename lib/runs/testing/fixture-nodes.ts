import { z } from "zod";
import type { Json } from "../../engine/json.ts";
import { catalogue } from "../../nodes/catalog.ts";
import {
  type AnyDefinition,
  type Catalogue,
  defineNode,
  defineStep,
  defineSteps,
  type Executor,
  NodeError,
} from "../../nodes/define.ts";
import { loadExecutor } from "../../nodes/executors.ts";
import type { LoadExecutor } from "../prepared-graph.ts";
import type { World } from "./world.ts";

const shared = {
  version: 1,
  summary: "For tests.",
  category: "network",
  inputs: ["in"],
  ports: ["out"],
  fields: {},
} as const;

const callConfig = z.strictObject({
  name: z.string(),
  ms: z.number().default(0),
  /** Takes no notice of being told to stop. */
  deaf: z.boolean().default(false),
  repeat: z.enum(["safe", "keyed", "unsafe"]).default("safe"),
});
/** One call to the outside. */
const call = defineNode({
  ...shared,
  type: "test.call",
  title: "Call",
  effect: "step",
  repeat: (config) => (config.repeat as "safe" | "keyed" | "unsafe" | undefined) ?? "safe",
  config: callConfig,
  defaults: { name: "call" },
});

const agentConfig = z.strictObject({ names: z.array(z.string()), together: z.boolean().default(false) });
/** Several calls, each a sub-step: one after the other, or all at once. */
const agent = defineNode({
  ...shared,
  type: "test.agent",
  title: "Agent",
  effect: "steps",
  repeat: "safe",
  config: agentConfig,
  defaults: { names: [] },
});

/** Opens a credential and tells what it holds, in its output or by failing. */
const teller = defineNode({
  ...shared,
  type: "test.teller",
  title: "Teller",
  effect: "step",
  repeat: "safe",
  config: z.strictObject({ fails: z.boolean() }),
  defaults: { fails: false },
});

/** Asks the demo's model, each time in a sub-step: one after the other, or all at once. */
const asker = defineNode({
  ...shared,
  type: "test.asker",
  title: "Asker",
  effect: "steps",
  repeat: "safe",
  config: z.strictObject({ questions: z.array(z.string()), together: z.boolean().default(false) }),
  defaults: { questions: [] },
});

const definitions: AnyDefinition[] = [call, agent, teller, asker];

export const fixtureCatalogue: Catalogue = {
  get: (type) => definitions.find((definition) => definition.type === type) ?? catalogue.get(type),
  all: () => [...catalogue.all(), ...definitions],
};

/** Executors of the fixture nodes over this world, and the real ones. */
export function fixtureExecutors(world: World): LoadExecutor {
  const executors: Executor[] = [
    defineStep(call, async ({ config, ctx }) => ({
      port: "out",
      output: await world.call({
        name: config.name,
        key: ctx.idempotencyKey,
        ms: config.ms,
        signal: config.deaf ? new AbortController().signal : ctx.signal,
      }),
    })),
    defineStep(teller, async ({ config, ctx }) => {
      const { values } = await ctx.credentials.get("crd_test");
      const told = `It is ${values.token}, or ${encodeURIComponent(values.token ?? "")}.`;
      ctx.log("info", told);
      if (config.fails) throw new NodeError("upstream", told, { retry: "never", details: { told } });
      return { port: "out", output: { told } };
    }),
    defineSteps(asker, async ({ config, ctx }) => {
      const ask = (prompt: string) =>
        ctx.step("model", async ({ ai }) => {
          const { text } = await ai.generate({ model: "demo/writer", prompt, maxOutputTokens: 1_000 });
          return text.slice(0, 20);
        });
      const answers: Json[] = [];
      if (config.together) answers.push(...(await Promise.all(config.questions.map(ask))));
      else for (const question of config.questions) answers.push(await ask(question));
      return { port: "out", output: { answers } };
    }),
    defineSteps(agent, async ({ config, ctx }) => {
      const step = (name: string) =>
        ctx.step(name, (inner) => world.call({ name, key: inner.idempotencyKey, ms: 0, signal: inner.signal }));
      const results: Json[] = [];
      if (config.together) results.push(...(await Promise.all(config.names.map(step))));
      else for (const name of config.names) results.push(await step(name));
      return { port: "out", output: { results } };
    }),
  ];
  return async (type, version) =>
    executors.find(({ definition }) => definition.type === type) ?? (await loadExecutor(type, version));
}
