import { definePure } from "../define.ts";
import { listOf } from "../list-input.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ config: { items: given, count, skip, from } }) => {
  const items = listOf(given);
  const end = items.length - skip;
  const output =
    from === "start" ? items.slice(skip, skip + count) : items.slice(Math.max(0, end - count), Math.max(0, end));
  return { port: "out", output };
});
