import { categoryTitles } from "../nodes/category-titles.ts";
import type { AnyDefinition, NodeCategory } from "../nodes/define.ts";

export interface NodeGroup {
  category: NodeCategory;
  title: string;
  definitions: readonly AnyDefinition[];
}

/** Node types by category, in the palette's order; a category without any is left out. */
export function nodeGroups(definitions: readonly AnyDefinition[]): NodeGroup[] {
  return (Object.keys(categoryTitles) as NodeCategory[])
    .map((category) => ({
      category,
      title: categoryTitles[category],
      definitions: definitions.filter((one) => one.category === category),
    }))
    .filter((group) => group.definitions.length > 0);
}
