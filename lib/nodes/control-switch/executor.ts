import { definePure } from "../define.ts";
import { OTHERWISE } from "./case-names.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ config: { cases, mode }, input }) => {
  const holding = cases.filter(({ condition }) => Boolean(condition)).map(({ name }) => name);
  const taken = mode === "all" ? holding : holding.slice(0, 1);
  return {
    port: taken.length === 0 ? OTHERWISE : taken.length === 1 ? (taken[0] as string) : taken,
    output: input,
    read: Object.fromEntries(cases.map(({ name, condition }) => [name, condition ?? null])),
  };
});
