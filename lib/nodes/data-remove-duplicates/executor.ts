import type { Json } from "../../engine/json.ts";
import { definePure } from "../define.ts";
import { identityOf, listOf, valueAt } from "../list-input.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ config: { items: given, by, keep } }) => {
  const items = listOf(given);
  const names = by.split(",").map((name) => name.trim());
  const key = (item: Json) => names.map((name) => identityOf(valueAt(item, name))).join("\n");
  const chosen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const id = key(item);
    if (keep === "last" || !chosen.has(id)) chosen.set(id, index);
  }
  const indexes = new Set(chosen.values());
  const kept = items.filter((_item, index) => indexes.has(index));
  return { port: "out", output: { kept, removed: items.filter((_item, index) => !indexes.has(index)) } };
});
