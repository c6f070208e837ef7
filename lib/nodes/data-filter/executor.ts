import type { Json } from "../../engine/json.ts";
import { definePure } from "../define.ts";
import { listOf } from "../list-input.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ config, ctx }) => {
  const kept: Json[] = [];
  const dropped: Json[] = [];
  for (const [index, item] of listOf(config.items).entries())
    (ctx.perItem("condition", item, index) ? kept : dropped).push(item);
  return { port: "out", output: { kept, dropped } };
});
