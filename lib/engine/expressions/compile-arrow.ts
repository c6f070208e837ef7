import type { AnyNode, ArrowFunctionExpression, AssignmentProperty, Pattern } from "acorn";
import { staticName } from "./compile-name.ts";
import { Fault } from "./errors.ts";
import type { Callback, Evaluation, Run } from "./evaluation.ts";
import type { Unit } from "./unit.ts";
import { elementsOf, isObject, kindOf, type Plain, readKey, setOwn, toText } from "./values.ts";

/** Makes the callback for one evaluation. */
export type MakeCallback = (evaluation: Evaluation) => Callback;
/** Puts a value, or its parts, into the places of parameters. */
type Bind = (evaluation: Evaluation, value: unknown) => void;

/** Nodes that one step pays for. */
const NODES_PER_STEP = 8;

export function compileArrow(unit: Unit, node: ArrowFunctionExpression): MakeCallback {
  if (node.async) throw unit.unsupported("`async`", node);
  if (node.body.type === "BlockStatement") throw unit.unsupported("A block `{ … }` of statements", node.body);
  const before = unit.nodes;
  unit.enterArrow();
  const rest = node.params.at(-1)?.type === "RestElement";
  const slots = node.params.map((parameter) => simpleSlot(unit, parameter));
  const binds = slots.includes(undefined) ? bindAll(unit, node.params, slots) : [];
  const body = unit.compile(node.body);
  unit.leaveArrow();
  const cost = 1 + Math.floor((unit.nodes - before) / NODES_PER_STEP);
  if (rest) return restCallback(binds, body, cost);
  if (binds.length > 0) return boundCallback(binds, body, cost);
  return simpleCallback(slots as number[], body, cost);
}

/** The place of a parameter that is only a name. */
function simpleSlot(unit: Unit, parameter: Pattern): number | undefined {
  return parameter.type === "Identifier" ? unit.declare(parameter.name) : undefined;
}

function bindAll(unit: Unit, parameters: Pattern[], slots: (number | undefined)[]): Bind[] {
  return parameters.map((parameter, index) => {
    const slot = slots[index];
    if (slot !== undefined) return intoSlot(slot);
    return compilePattern(unit, parameter.type === "RestElement" ? parameter.argument : parameter);
  });
}

function simpleCallback(slots: number[], body: Run, cost: number): MakeCallback {
  const [first, second] = slots;
  if (slots.length === 1 && first !== undefined) {
    return (evaluation) => {
      const parameters = evaluation.parameters();
      return (value) => {
        evaluation.charge(cost);
        parameters[first] = value;
        return body(evaluation);
      };
    };
  }
  if (slots.length === 2 && first !== undefined && second !== undefined) {
    return (evaluation) => {
      const parameters = evaluation.parameters();
      return (a, b) => {
        evaluation.charge(cost);
        parameters[first] = a;
        parameters[second] = b;
        return body(evaluation);
      };
    };
  }
  return boundCallback(slots.map(intoSlot), body, cost);
}

function boundCallback(binds: Bind[], body: Run, cost: number): MakeCallback {
  return (evaluation) =>
    (...args) => {
      evaluation.charge(cost);
      for (let index = 0; index < binds.length; index++) (binds[index] as Bind)(evaluation, args[index]);
      return body(evaluation);
    };
}

/** `(first, ...others) => …` */
function restCallback(binds: Bind[], body: Run, cost: number): MakeCallback {
  const last = binds.length - 1;
  return (evaluation) =>
    (...args) => {
      evaluation.charge(cost);
      for (let index = 0; index < last; index++) (binds[index] as Bind)(evaluation, args[index]);
      (binds[last] as Bind)(evaluation, args.slice(last));
      return body(evaluation);
    };
}

function intoSlot(slot: number): Bind {
  return (evaluation, value) => {
    evaluation.parameters()[slot] = value;
  };
}

function compilePattern(unit: Unit, pattern: Pattern): Bind {
  switch (pattern.type) {
    case "Identifier":
      return intoSlot(unit.declare(pattern.name));
    case "AssignmentPattern": {
      const otherwise = unit.compile(pattern.right);
      const bind = compilePattern(unit, pattern.left);
      return (evaluation, value) => bind(evaluation, value === undefined ? otherwise(evaluation) : value);
    }
    case "ObjectPattern":
      return compileObjectPattern(unit, pattern.properties);
    case "ArrayPattern":
      return compileArrayPattern(unit, pattern.elements);
    default:
      throw unit.unsupported("This parameter", pattern);
  }
}

type ObjectPart = (evaluation: Evaluation, value: unknown, taken: Set<string>) => void;

function compileObjectPattern(unit: Unit, properties: (AssignmentProperty | AnyNode)[]): Bind {
  const parts = properties.map((property): ObjectPart => {
    if (property.type === "RestElement") {
      const bind = compilePattern(unit, property.argument);
      return (evaluation, value, taken) => bind(evaluation, withoutKeys(evaluation, value, taken));
    }
    // acorn puts only properties and one rest element into an object pattern.
    const { key, computed, value } = property as AssignmentProperty;
    const name = computed ? unit.compile(key) : staticName({ key });
    const bind = compilePattern(unit, value);
    return (evaluation, object, taken) => {
      const member = typeof name === "string" ? name : toText(evaluation, name(evaluation));
      taken.add(member);
      bind(evaluation, readKey(object, member));
    };
  });
  return (evaluation, value) => {
    if (value === null || value === undefined) {
      throw new Fault("null_member", `The function takes members out of its parameter, which is ${kindOf(value)}.`);
    }
    const taken = new Set<string>();
    for (const part of parts) part(evaluation, value, taken);
  };
}

function withoutKeys(evaluation: Evaluation, value: unknown, taken: Set<string>): Plain {
  const rest: Plain = {};
  if (typeof value !== "string" && !isObject(value)) return rest;
  const entries = Object.entries(value);
  evaluation.charge(entries.length);
  for (const [key, member] of entries) if (!taken.has(key)) setOwn(rest, key, member);
  return rest;
}

function compileArrayPattern(unit: Unit, elements: (Pattern | null)[]): Bind {
  const binds = elements.map((element) => {
    if (element === null) return undefined;
    return compilePattern(unit, element.type === "RestElement" ? element.argument : element);
  });
  const rest = elements.at(-1)?.type === "RestElement" ? elements.length - 1 : -1;
  return (evaluation, value) => {
    const list = elementsOf(evaluation, value, "A parameter in [ ]");
    for (let index = 0; index < binds.length; index++) {
      binds[index]?.(evaluation, index === rest ? list.slice(index) : list[index]);
    }
  };
}
