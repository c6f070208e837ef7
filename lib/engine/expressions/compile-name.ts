import type { Identifier, Literal, Property } from "acorn";
import type { Evaluation, Run } from "./evaluation.ts";
import { NAMESPACES } from "./functions/entry.ts";
import { findConstant, findFunction } from "./functions/table.ts";
import type { Unit } from "./unit.ts";

export function isNamespace(name: string): name is (typeof NAMESPACES)[number] {
  return (NAMESPACES as readonly string[]).includes(name);
}

/** Whether a name is one of the language and not of the scope. */
export function isReserved(name: string): boolean {
  return isNamespace(name) || findFunction("global", name) !== undefined || findConstant(name) !== undefined;
}

/** A parameter of an arrow, a constant, or else a root of the scope. */
export function compileName(unit: Unit, node: Identifier, optional: boolean, shorthand = false): Run {
  const { name } = node;
  const slot = unit.slotOf(name);
  if (slot !== undefined) return (evaluation) => evaluation.parameters()[slot];
  const constant = findConstant(name);
  if (constant !== undefined) return () => constant.value;
  if (isReserved(name)) {
    const use = isNamespace(name) ? `${name}.… with one of its functions` : `${name}(…)`;
    throw unit.error("unsupported", `"${name}" is not a value: write ${use}.`, node);
  }
  const { start, end } = node;
  unit.read(shorthand ? { root: name, optional, start, end, shorthand } : { root: name, optional, start, end });
  if (name === "now") return (evaluation) => new Date(evaluation.scope.now).toISOString();
  return compileRoot(unit, node, unit.rootIndex(name));
}

function compileRoot(unit: Unit, node: Identifier, index: number): Run {
  const { name } = node;
  return (evaluation: Evaluation) => {
    const known = evaluation.knownRoot(index);
    if (known !== undefined) return known;
    const value = evaluation.scope.root(name);
    if (value === undefined) throw unit.error("unknown_name", `There is nothing called "${name}" here.`, node);
    evaluation.keepRoot(index, value);
    return value;
  };
}

/** The name of a key that is written out: `name`, `"name"` or `1`. */
export function staticName(node: Pick<Property, "key">): string {
  return node.key.type === "Identifier" ? node.key.name : String((node.key as Literal).value);
}
