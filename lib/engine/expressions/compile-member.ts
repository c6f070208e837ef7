import type { ChainExpression, MemberExpression } from "acorn";
import { compileName, isNamespace } from "./compile-name.ts";
import type { ExpressionError } from "./errors.ts";
import type { Evaluation, Run } from "./evaluation.ts";
import { findConstant, findFunction } from "./functions/table.ts";
import { SPINE_DEPTH } from "./parser.ts";
import type { Unit } from "./unit.ts";
import { isPlainKey, type Plain, readComputed, readKey } from "./values.ts";

/** What a link gives once `?.` met null or undefined: the rest of the chain is not evaluated. */
export const BROKEN = Symbol("broken chain");

export function compileChain(unit: Unit, node: ChainExpression): Run {
  const chain = unit.compile(node.expression, true);
  return (evaluation) => {
    const value = chain(evaluation);
    return value === BROKEN ? undefined : value;
  };
}

export function compileMember(unit: Unit, node: MemberExpression, chain: boolean): Run {
  const name = keyOf(unit, node);
  const constant = constantOf(unit, node, name);
  if (constant !== undefined) return constant;
  return name === undefined ? compileIndex(unit, node, chain) : compilePath(unit, node, name, chain);
}

/** The object that a member is read of or a method is called on. */
export function compileObjectOf(unit: Unit, node: MemberExpression, chain: boolean): Run {
  const object = node.object;
  if (object.type === "Super") throw unit.unsupported("`super`", object);
  if (object.type === "Identifier") return compileName(unit, object, node.optional);
  return unit.compile(object, chain);
}

/** A member's name where it is written out, `undefined` where it is computed. */
export function keyOf(unit: Unit, node: MemberExpression): string | undefined {
  if (node.property.type === "PrivateIdentifier") throw unit.unsupported("`#`", node.property);
  if (!node.computed) return node.property.type === "Identifier" ? node.property.name : undefined;
  return node.property.type === "Literal" && typeof node.property.value === "string" ? node.property.value : undefined;
}

/** `Math.PI` and the like. */
function constantOf(unit: Unit, node: MemberExpression, name: string | undefined): Run | undefined {
  const object = node.object;
  if (object.type !== "Identifier" || !isNamespace(object.name) || unit.slotOf(object.name) !== undefined) return;
  const constant = node.computed ? undefined : findConstant(`${object.name}.${name}`);
  if (constant !== undefined) return () => constant.value;
  if (name !== undefined && findFunction(object.name, name) !== undefined) {
    throw unit.error("unsupported", `"${object.name}.${name}" is not a value: call it with ( ).`, node);
  }
  throw unit.error("unknown_function", `There is nothing called "${unit.show(node)}".`, node);
}

interface Link {
  node: MemberExpression;
  key: string;
}

/** `a.b.c`, as far as its names are written out and no `?.` stands in between. */
function compilePath(unit: Unit, node: MemberExpression, key: string, chain: boolean): Run {
  const links: Link[] = [{ node, key }];
  let first = node;
  while (!first.optional && first.object.type === "MemberExpression") {
    const next = keyOf(unit, first.object);
    if (next === undefined || (first.object.object.type === "Identifier" && isNamespace(first.object.object.name)))
      break;
    first = first.object;
    unit.nodes++;
    links.push({ node: first, key: next });
  }
  if (links.length > SPINE_DEPTH) {
    throw unit.error("limit_depth", `More than ${SPINE_DEPTH} members in a row.`, node);
  }
  links.reverse();
  const base = compileObjectOf(unit, first, chain);
  if (chain) return chainPath(unit, base, links, first.optional);
  return links.reduce((read, link) => plainLink(unit, read, link), base);
}

/** A key that no prototype has is read directly, without asking whether it is own: by far the commonest closure. */
function plainLink(unit: Unit, base: Run, { key, node }: Link): Run {
  const direct = isPlainKey(key);
  return (evaluation) => {
    const object = base(evaluation);
    if (direct && typeof object === "object" && object !== null) return (object as Plain)[key];
    if (object === null || object === undefined) throw nullMember(unit, evaluation, node, object);
    return readKey(object, key);
  };
}

/** Within a chain, what is broken stays broken. */
function chainPath(unit: Unit, base: Run, links: Link[], optional: boolean): Run {
  return (evaluation) => {
    let value = base(evaluation);
    if (value === BROKEN || (optional && (value === null || value === undefined))) return BROKEN;
    for (const { key, node } of links) {
      if (value === null || value === undefined) throw nullMember(unit, evaluation, node, value);
      value = readKey(value, key);
    }
    return value;
  };
}

function compileIndex(unit: Unit, node: MemberExpression, chain: boolean): Run {
  const base = compileObjectOf(unit, node, chain);
  if (node.property.type === "PrivateIdentifier") throw unit.unsupported("`#`", node.property);
  const key = unit.compile(node.property);
  const { optional } = node;
  return (evaluation) => {
    const object = base(evaluation);
    if (object === BROKEN) return BROKEN;
    if (object === null || object === undefined) {
      if (optional) return BROKEN;
      throw nullMember(unit, evaluation, node, object);
    }
    return readComputed(evaluation, object, key(evaluation));
  };
}

/** Says which part is null, which member was asked of it, and why it is null where the scope knows. */
export function nullMember(
  unit: Unit,
  evaluation: Evaluation,
  node: MemberExpression,
  value: null | undefined,
): ExpressionError {
  const object = node.object;
  const member = unit.show(node.property);
  const access = node.computed ? `[${member}]` : `.${member}`;
  const name = object.type === "Identifier" && unit.slotOf(object.name) === undefined ? object.name : undefined;
  const reason = name === undefined ? undefined : evaluation.scope.nullReason?.(name);
  const fix = node.computed ? `${unit.show(object)}?.[${member}]` : `${unit.show(object)}?.${member}`;
  return unit.error(
    "null_member",
    `"${unit.show(object)}" is ${value === null ? "null" : "missing"}, so "${access}" cannot be read from it${
      reason === undefined ? "" : `: ${reason}`
    }. Where that may happen, write "${fix}".`,
    node,
  );
}
