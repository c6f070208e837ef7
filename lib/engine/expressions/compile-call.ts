import type { AnyNode, CallExpression, Identifier, MemberExpression, SpreadElement } from "acorn";
import { compileArrow, type MakeCallback } from "./compile-arrow.ts";
import { BROKEN, compileObjectOf, keyOf, nullMember } from "./compile-member.ts";
import { isNamespace } from "./compile-name.ts";
import { ExpressionError, Fault } from "./errors.ts";
import type { Callback, Evaluation, Run } from "./evaluation.ts";
import type { FunctionEntry, Receiver } from "./functions/entry.ts";
import { callbacksOfMethod, findFunction, namesOf } from "./functions/table.ts";
import { nearest } from "./nearest.ts";
import { Pattern } from "./patterns/pattern.ts";
import type { Unit } from "./unit.ts";
import { elementsOf, isObject, kindOf } from "./values.ts";

type MakeArguments = (evaluation: Evaluation) => unknown[];

export function compileCall(unit: Unit, node: CallExpression, chain: boolean): Run {
  const { callee } = node;
  const named = calleeOf(unit, callee);
  if (named !== undefined) {
    const args = compileArguments(unit, node.arguments, named.callbacks);
    return (evaluation) => invoke(unit, node, named, evaluation, undefined, args(evaluation));
  }
  if (callee.type === "MemberExpression") return compileMethod(unit, node, callee, chain);
  if (callee.type === "Identifier" && unit.slotOf(callee.name) === undefined) {
    throw unknownFunction(unit, callee.name, namesOf("global"), callee);
  }
  throw unit.unsupported("Calling a value", node);
}

/** The function that `name` or `Group.name` stands for, unless a parameter of that name hides it. */
function calleeOf(unit: Unit, callee: AnyNode): FunctionEntry | undefined {
  if (callee.type === "Identifier") {
    return unit.slotOf(callee.name) === undefined ? findFunction("global", callee.name) : undefined;
  }
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return undefined;
  const group = callee.object.name;
  if (!isNamespace(group) || unit.slotOf(group) !== undefined) return undefined;
  const name = callee.computed ? undefined : keyOf(unit, callee);
  if (name === undefined) throw unit.unsupported("A function whose name is computed", callee);
  const entry = findFunction(group, name);
  if (entry === undefined) {
    const names = namesOf(group).map((known) => `${group}.${known}`);
    throw unknownFunction(unit, `${group}.${name}`, names, callee);
  }
  return entry;
}

function unknownFunction(unit: Unit, name: string, known: string[], node: AnyNode): ExpressionError {
  const similar = nearest(name, known);
  const hint = similar === undefined ? "" : ` Did you mean "${similar}"?`;
  return unit.error("unknown_function", `There is no function called "${name}".${hint}`, node);
}

function compileMethod(unit: Unit, node: CallExpression, callee: MemberExpression, chain: boolean): Run {
  const name = callee.computed ? undefined : keyOf(unit, callee);
  if (name === undefined) throw unit.unsupported("A method whose name is computed", callee);
  const callbacks = callbacksOfMethod(name);
  if (callbacks === undefined) throw unknownFunction(unit, name, namesOf("method"), callee.property);
  const base = compileObjectOf(unit, callee, chain);
  const args = compileArguments(unit, node.arguments, callbacks);
  return (evaluation) => {
    const self = base(evaluation);
    if (self === BROKEN) return BROKEN;
    if (self === null || self === undefined) {
      if (callee.optional) return BROKEN;
      throw nullMember(unit, evaluation, callee, self);
    }
    const entry = findFunction(receiverOf(self), name);
    if (entry === undefined) {
      if (node.optional) return BROKEN;
      const where = `"${unit.show(callee.object)}" is ${kindOf(self)}`;
      throw unit.error("unknown_function", `${where}, which has no function called "${name}".`, callee.property);
    }
    return invoke(unit, node, entry, evaluation, self, args(evaluation));
  };
}

function receiverOf(value: unknown): Receiver {
  if (Array.isArray(value)) return "array";
  if (isObject(value) && Pattern.infoOf(value) !== undefined) return "pattern";
  // What is no list and not null is one of these four.
  return typeof value as "string" | "number" | "boolean" | "object";
}

function invoke(
  unit: Unit,
  node: CallExpression,
  entry: FunctionEntry,
  evaluation: Evaluation,
  self: unknown,
  args: unknown[],
): unknown {
  evaluation.charge(1);
  try {
    return entry.call(evaluation, self, args);
  } catch (error) {
    throw located(unit, node, entry, error);
  }
}

/** Names the call that failed. What the scope itself throws is not the expression's and passes. */
function located(unit: Unit, node: CallExpression, entry: FunctionEntry, error: unknown): unknown {
  if (error instanceof ExpressionError) return error;
  if (error instanceof Fault) return unit.error(error.code, `${error.message} In "${unit.show(node)}".`, node);
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return unit.error("limit_depth", `"${unit.show(node)}" goes too deep.`, node);
  }
  if (error instanceof RangeError || error instanceof TypeError || error instanceof URIError) {
    return unit.error("type", `"${unit.show(node)}" was given something that ${entry.name} cannot use.`, node);
  }
  return error;
}

function compileArguments(
  unit: Unit,
  nodes: readonly (AnyNode | SpreadElement)[],
  callbacks: readonly number[],
): MakeArguments {
  const spreads = nodes.findIndex((argument) => argument.type === "SpreadElement");
  const makers = nodes.map((argument, index): Run => {
    if (argument.type === "SpreadElement") return unit.compile(argument.argument);
    const fixed = spreads < 0 || index < spreads;
    return (fixed && callbacks.includes(index) ? compileCallback(unit, argument) : undefined) ?? unit.compile(argument);
  });
  const [first, second] = makers;
  if (spreads < 0) {
    if (first === undefined) return () => [];
    if (second === undefined) return (evaluation) => [first(evaluation)];
    return (evaluation) => makers.map((make) => make(evaluation));
  }
  return (evaluation) => {
    const args: unknown[] = [];
    nodes.forEach((argument, index) => {
      const value = (makers[index] as Run)(evaluation);
      if (argument.type !== "SpreadElement") args.push(value);
      else for (const item of elementsOf(evaluation, value, "Spreading into a call")) args.push(item);
    });
    return args;
  };
}

/** An arrow, or the name of a function as in `list.map(Number)`. */
function compileCallback(unit: Unit, node: AnyNode): MakeCallback | undefined {
  if (node.type === "ParenthesizedExpression") return compileCallback(unit, node.expression);
  if (node.type === "ArrowFunctionExpression") {
    unit.nodes++;
    return compileArrow(unit, node);
  }
  if (node.type !== "Identifier" && node.type !== "MemberExpression") return undefined;
  const entry = node.type === "Identifier" ? calleeOf(unit, node) : staticFunction(unit, node);
  if (entry === undefined) return undefined;
  return (evaluation): Callback =>
    (...args) => {
      evaluation.charge(1);
      return entry.call(evaluation, undefined, args);
    };
}

function staticFunction(unit: Unit, node: MemberExpression): FunctionEntry | undefined {
  const group = node.object as Identifier;
  if (group.type !== "Identifier" || !isNamespace(group.name) || unit.slotOf(group.name) !== undefined)
    return undefined;
  const name = node.computed ? undefined : keyOf(unit, node);
  return name === undefined ? undefined : findFunction(group.name, name);
}
