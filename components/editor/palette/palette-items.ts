import { categoryTitles } from "#lib/nodes/category-titles.ts";
import type { AnyDefinition, NodeCategory } from "#lib/nodes/define.ts";

const categoryOrder = Object.keys(categoryTitles) as NodeCategory[];

export interface PaletteGroup {
  title: string;
  items: readonly AnyDefinition[];
}

interface Place {
  below: boolean;
  above: boolean;
  triggersOnly: boolean;
  /** Inside of a container. */
  inLoop: boolean;
}

/** Can a node of this type go where the palette was opened? */
export function fitsAt(definition: AnyDefinition, place: Place) {
  // Only a loop can be left, and only the workflow itself can be started.
  if (place.inLoop ? definition.trigger !== undefined : definition.breaks) return false;
  if (place.triggersOnly) return definition.trigger !== undefined;
  if (place.below && definition.inputs.length === 0) return false;
  return !(place.above && typeof definition.ports !== "function" && definition.ports.length === 0);
}

/** Higher is better; 0 is no match. The title counts most, then its words, keywords, and last the summary. */
export function matchScore(definition: AnyDefinition, query: string): number {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return 1;
  const title = definition.title.toLowerCase();
  if (title === wanted) return 100;
  if (title.startsWith(wanted)) return 80;
  if (title.split(/\s+/).some((word) => word.startsWith(wanted))) return 60;
  const keywords = definition.keywords ?? [];
  if (keywords.some((keyword) => keyword.startsWith(wanted))) return 50;
  if (title.includes(wanted) || definition.type.includes(wanted)) return 40;
  if (keywords.some((keyword) => keyword.includes(wanted))) return 30;
  const everyWord = wanted.split(/\s+/).every((word) => definition.summary.toLowerCase().includes(word));
  return everyWord ? 10 : 0;
}

/** What is listed, in groups: the recent ones first, then by category. A search is one list, best first. */
export function paletteGroups(options: {
  fitting: readonly AnyDefinition[];
  recent: readonly string[];
  query: string;
  category: NodeCategory | "all" | "recent";
}): PaletteGroup[] {
  const { fitting, recent, query, category } = options;
  const inCategory = fitting.filter(
    (one) => category === "all" || (category === "recent" ? recent.includes(one.type) : one.category === category),
  );
  if (query.trim() !== "") {
    const scored = inCategory
      .map((definition) => ({ definition, score: matchScore(definition, query) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    return scored.length === 0 ? [] : [{ title: "Found", items: scored.map(({ definition }) => definition) }];
  }
  const byRecent = [...inCategory]
    .filter((one) => recent.includes(one.type))
    .sort((a, b) => recent.indexOf(a.type) - recent.indexOf(b.type));
  if (category === "recent") return byRecent.length === 0 ? [] : [{ title: "Recent", items: byRecent }];
  const shownRecent = category === "all" ? byRecent.slice(0, 4) : [];
  const rest = inCategory.filter((one) => !shownRecent.includes(one));
  const groups = categoryOrder.map((one) => ({
    title: categoryTitles[one],
    items: rest.filter((definition) => definition.category === one),
  }));
  return [{ title: "Recent", items: shownRecent }, ...groups].filter((group) => group.items.length > 0);
}

const RECENT_KEY = "heddle:recent-nodes";
const RECENT_KEPT = 8;

export function recentTypes(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((type): type is string => typeof type === "string") : [];
  } catch {
    // A browser that refuses storage only costs the order of a list.
    return [];
  }
}

export function rememberType(type: string): void {
  try {
    const next = [type, ...recentTypes().filter((one) => one !== type)].slice(0, RECENT_KEPT);
    localStorage.setItem(RECENT_KEY, JSON.stringify(next));
  } catch {
    // As above.
  }
}
