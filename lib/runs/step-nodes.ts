import { type Executor, NodeError } from "../nodes/define.ts";
import type { PureNodeContext, StepNodes } from "../nodes/step-context.ts";
import { parseConfig } from "./execute-step.ts";
import { usedKey } from "./prepared-graph.ts";
import type { WalkState } from "./walk-state.ts";

/** The nodes that a node runs itself, with the code that was loaded with its own. */
export function stepNodes({ options }: Pick<WalkState, "options">): StepNodes {
  return nodesOf((type, version) => options.prepared.used.get(usedKey(type, version)), options.prepared.used.values());
}

/** @param find code by type and version */
export function nodesOf(
  find: (type: string, version: number) => Executor | undefined,
  all: Iterable<Executor>,
): StepNodes {
  const definitions = new Map([...all].map(({ definition }) => [definition.type, definition]));
  return {
    definition: (type) => definitions.get(type),
    async run(ctx, { type, version, config, input }) {
      const executor = find(type, version);
      if (!executor) throw new NodeError("internal", `${type} was not loaded.`, { retry: "never" });
      const parsed = parseConfig(executor, config);
      if (executor.effect === "pure") {
        const pure: PureNodeContext = { now: ctx.now, log: ctx.log, perItem: refusePerItem };
        return executor.run({ config: parsed, input, ctx: pure }).output;
      }
      if (executor.effect !== "step" || executor.definition.stepsWhen?.(config) === true) {
        const { title } = executor.definition;
        throw new NodeError("invalid_config", `${title} cannot be run within a step like this.`, { retry: "never" });
      }
      return (await executor.run({ config: parsed, input, ctx })).output;
    },
  };
}

function refusePerItem(field: string): never {
  throw new NodeError("invalid_config", `“${field}” goes item by item, which is not possible here.`, {
    retry: "never",
  });
}
