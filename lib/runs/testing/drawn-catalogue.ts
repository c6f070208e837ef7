import { z } from "zod";
import { catalogue } from "../../nodes/catalog.ts";
import {
  type AnyDefinition,
  type Catalogue,
  defineNode,
  defineStep,
  defineSteps,
  NodeError,
} from "../../nodes/define.ts";
import { loadExecutor } from "../../nodes/executors.ts";
import type { StepContext } from "../../nodes/step-context.ts";
import type { LoadExecutor } from "../prepared-graph.ts";
import type { Placed } from "./drawn-document.ts";
import { indexOf, isHopeless } from "./drawn-script.ts";

const shared = {
  version: 1,
  summary: "For tests.",
  category: "network",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({}),
  defaults: {},
  fields: {},
} as const;

/** Succeeds or fails as it was drawn, after as long. */
const lucky = defineNode({ ...shared, type: "test.lucky", title: "Lucky", effect: "step" });
/** Two sub-steps, one after the other. */
const twice = defineNode({ ...shared, type: "test.twice", title: "Twice", effect: "steps" });

const own: readonly AnyDefinition[] = [lucky, twice];

export const drawnCatalogue: Catalogue = {
  get: (type) => own.find((definition) => definition.type === type) ?? catalogue.get(type),
  all: () => [...catalogue.all(), ...own],
};

/** One execution of a step. */
export interface Execution {
  path: string;
  attempt: number;
  /** Turn of the event loop in which it began. */
  turn: number;
}

/** The process that executes. */
export interface Executing {
  isAlive(): boolean;
  turn(): number;
  /** How long a step takes, in turns. */
  pace(drawn: Placed): number;
  executions: Execution[];
}

export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

export function drawnExecutors(placed: ReadonlyMap<string, Placed>, process: Executing): LoadExecutor {
  const execute = async (ctx: StepContext) => {
    const path = ctx.idempotencyKey.slice(ctx.idempotencyKey.indexOf("/") + 1);
    const [, key = ""] = /(?:^|\/)(n[\d_]+)(?:\/ask#\d)?$/.exec(path) ?? [];
    const drawn = placed.get(key) as Placed;
    // What a dead process still does, it does not do.
    if (!process.isAlive()) return new Promise<never>(() => {});
    process.executions.push({ path, attempt: ctx.attempt, turn: process.turn() });
    // Rounds side by side do not go in step: one may still have something to start when another fails.
    const turns = process.pace(drawn) + (indexOf(path) % 2) * (3 + (drawn.luck % 7));
    for (let turn = 0; turn < turns; turn++) {
      await nextTurn();
      if (ctx.signal.aborted && !drawn.deaf) throw new NodeError("cancelled", "told to stop", { retry: "never" });
    }
    return { path, drawn };
  };
  const executors = [
    defineStep(lucky, async ({ ctx }) => {
      const { path, drawn } = await execute(ctx);
      if (ctx.attempt <= drawn.flaky) throw new NodeError("upstream", "not this time");
      if (isHopeless(path, drawn)) throw new NodeError("internal", "out of luck", { retry: "never" });
      return { port: "out", output: { at: path } };
    }),
    defineSteps(twice, async ({ ctx }) => {
      const ask = () => ctx.step("ask", async (inner) => ({ at: (await execute(inner)).path }));
      return { port: "out", output: { results: [await ask(), await ask()] } };
    }),
  ];
  return async (type, version) =>
    executors.find(({ definition }) => definition.type === type) ?? (await loadExecutor(type, version));
}
