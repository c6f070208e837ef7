import { nearest } from "../expressions/nearest.ts";
import type { RootRead } from "../expressions/types.ts";
import type { Problem } from "../graph.ts";
import type { CheckedConfig } from "./config.ts";
import { fieldNamed } from "./config.ts";
import type { ConfigText } from "./config-template.ts";
import { enclosing } from "./containers.ts";
import type { Order } from "./order.ts";
import { named, type Problems } from "./problems.ts";
import { isCertain, type Reach } from "./reach.ts";
import type { Entry, Shape } from "./shape.ts";

/** Names that mean something in every expression, whatever the document holds. */
const roots: ReadonlySet<string> = new Set(["trigger", "input", "run", "workflow", "vars", "now"]);

/** Names that stand for something elsewhere, and what to say where they do not. */
const elsewhere: Readonly<Record<string, string>> = {
  item: "item only exists inside a loop",
  index: "index only exists inside a loop",
  state: "state only exists inside a loop",
  result: "result only exists inside a loop",
  credential: "credentials can only be used in fields for secrets",
};

/** All reads of one name in one text. */
interface Read {
  name: string;
  text: ConfigText;
  places: RootRead[];
}

function readsOf(texts: readonly ConfigText[]): Read[] {
  return texts.flatMap((text) => {
    const byName = new Map<string, Read>();
    for (const place of text.reads) {
      const read = byName.get(place.root) ?? { name: place.root, text, places: [] };
      byName.set(place.root, read);
      read.places.push(place);
    }
    return [...byName.values()];
  });
}

/** Keys of nodes that a config reads, each once. */
export function keysRead({ texts }: CheckedConfig, shape: Shape): string[] {
  const names = new Set(texts.flatMap((text) => text.reads.map((read) => read.root)));
  return [...names].filter((name) => shape.byKey.has(name));
}

/** Are all names in expressions names of something that can come before? */
export function checkNames(shape: Shape, configs: readonly CheckedConfig[], order: Order, problems: Problems): void {
  for (const reader of shape.entries) {
    for (const read of readsOf(configs[reader.index]?.texts ?? [])) {
      const target = shape.byKey.get(read.name);
      if (target) checkBefore(reader, target, read, order, problems);
      else if (!roots.has(read.name) && !isLocal(reader, read)) reportUnknown(reader, read, shape, order, problems);
    }
  }
}

function settingOf({ field }: ConfigText): string {
  return field.split(".", 1)[0] ?? field;
}

/** Names that mean something inside of containers: `item`, `index` and `state` of the nearest that has them (E13). */
function isLocal(reader: Entry, { name, text }: Read): boolean {
  const isPerItem = reader.definition?.perItem?.includes(settingOf(text)) ?? false;
  if (isPerItem && (name === "item" || name === "index")) return true;
  const around = [...enclosing(reader)].map(({ definition }) => definition?.container);
  if (reader.definition?.container === "while") {
    const field = settingOf(text);
    if (field === "next" && name === "result") return true;
    if (field === "next" || field === "condition") around.push("while");
  }
  if (name === "index") return around.length > 0;
  return (name === "item" && around.includes("for-each")) || (name === "state" && around.includes("while"));
}

/** Does it run before the reader, or before a container around it? A container's own key is its item and index. */
function isBefore(reader: Entry, target: Entry, field: string, order: Order): boolean {
  if (order.ancestors.has(reader.index, target.index)) return true;
  if (field === "next" && target.parent === reader) return true;
  for (const container of enclosing(reader))
    if (container === target || order.ancestors.has(container.index, target.index)) return true;
  return false;
}

function checkBefore(reader: Entry, target: Entry, { name, text }: Read, order: Order, problems: Problems): void {
  if (isBefore(reader, target, settingOf(text), order)) return;
  const why =
    reader === target
      ? `reads its own output (${name})`
      : `reads ${named(target.node)} (${name}), which does not run before it`;
  const message = `${fieldNamed(reader, text.field)} ${why}. Connect them in that order, or read another node.`;
  problems.error("expression_not_before", message, { nodeId: reader.node.id, field: text.field });
}

function reportUnknown(reader: Entry, read: Read, shape: Shape, order: Order, problems: Problems): void {
  const { name, text } = read;
  const field = fieldNamed(reader, text.field);
  const reason = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
  const before = shape.entries.filter((entry) => order.ancestors.has(reader.index, entry.index));
  const close = reason ? undefined : nearest(name, [...before.map(({ node }) => node.key), ...roots]);
  const advice = reason ?? (close ? `did you mean ${close}?` : "use the key of a node that runs before it");
  const message = `${field} reads "${name}", and there is nothing of that name: ${advice}${advice.endsWith("?") ? "" : "."}`;
  const fix = close ? fixOf(`Use ${close}`, read, (place) => [place.start, place.end, renamed(place, close)]) : {};
  problems.error("expression_unknown_name", message, { nodeId: reader.node.id, field: text.field, ...fix });
}

function renamed({ root, shorthand }: RootRead, name: string): string {
  return shorthand ? `${root}: ${name}` : name;
}

/**
 * Warns of members of a node that may have been skipped in a run of this trigger, unless they are guarded with `?.`.
 * `warned` remembers across triggers what has been said.
 */
export function checkSkippable(
  reach: Reach,
  shape: Shape,
  configs: readonly CheckedConfig[],
  warned: Set<string>,
  problems: Problems,
): void {
  for (const [position, reader] of reach.members.entries()) {
    for (const read of readsOf(configs[reader.index]?.texts ?? [])) {
      const target = shape.byKey.get(read.name);
      const unguarded = read.places.filter((place) => !place.optional);
      // What `next` of a loop reads of its body has run in the round, or says that it was skipped.
      const isOwn = target !== undefined && (target.index === reader.index || target.parent?.index === reader.index);
      if (!target || isOwn || unguarded.length === 0) continue;
      const name = JSON.stringify([reader.index, read.text.field, read.name]);
      if (isCertain(reach, position, target) || warned.has(name)) continue;
      warned.add(name);
      const reads = `${fieldNamed(reader, read.text.field)} reads ${read.name}`;
      const message = `${reads}, which may have been skipped when this runs: it would fail then. Write ${read.name}?. to get nothing instead.`;
      const fix = fixOf(`Write ${read.name}?.`, { ...read, places: unguarded }, (place) =>
        guarded(read.text.source, place),
      );
      problems.warning("may_be_skipped", message, { nodeId: reader.node.id, field: read.text.field, ...fix });
    }
  }
}

type Edit = [start: number, end: number, text: string];

function guarded(source: string, { end }: RootRead): Edit | null {
  const space = /^\s*/.exec(source.slice(end))?.[0].length ?? 0;
  const next = source.charAt(end + space);
  if (next === ".") return [end, end + space, "?"];
  return next === "[" ? [end, end + space, "?."] : null;
}

/** A fix that edits every place of a read; none when one of them cannot be edited. */
function fixOf(label: string, { text, places }: Read, edit: (place: RootRead) => Edit | null): Pick<Problem, "fix"> {
  let value = text.source;
  for (const place of [...places].sort((a, b) => b.start - a.start)) {
    const change = edit(place);
    if (!change) return {};
    const [start, end, replacement] = change;
    value = value.slice(0, start) + replacement + value.slice(end);
  }
  return { fix: { label, set: { field: text.field, value } } };
}
