import { definePure } from "../define.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ config, input }) => ({
  port: config.condition ? "true" : "false",
  output: input,
  read: { condition: config.condition ?? null },
}));
