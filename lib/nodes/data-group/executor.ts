import type { Json } from "../../engine/json.ts";
import { definePure } from "../define.ts";
import { identityOf, listOf, valueAt } from "../list-input.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ config: { items: given, by } }) => {
  const items = listOf(given);
  const groups = new Map<string, { key: Json; items: Json[] }>();
  for (const item of items) {
    const key = valueAt(item, by) ?? null;
    const id = identityOf(key);
    const group = groups.get(id);
    if (group) group.items.push(item);
    else groups.set(id, { key, items: [item] });
  }
  const output = [...groups.values()].map(({ key, items: own }) => ({ key, count: own.length, items: own }));
  return { port: "out", output };
});
