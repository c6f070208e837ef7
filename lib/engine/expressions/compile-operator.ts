import type { AnyNode, BinaryExpression, ConditionalExpression, LogicalExpression, UnaryExpression } from "acorn";
import { Fault } from "./errors.ts";
import type { Evaluation, Run } from "./evaluation.ts";
import type { Unit } from "./unit.ts";
import { add, isObject, kindOf, looseEquals, strictEquals, toNumber, toPrimitive, toText } from "./values.ts";

export function compileUnary(unit: Unit, node: UnaryExpression): Run {
  const value = unit.compile(node.argument);
  switch (node.operator) {
    case "!":
      return (evaluation) => !value(evaluation);
    case "-":
      return (evaluation) => -toNumber(evaluation, value(evaluation));
    case "+":
      return (evaluation) => toNumber(evaluation, value(evaluation));
    case "~":
      return (evaluation) => ~toNumber(evaluation, value(evaluation));
    case "typeof":
      return (evaluation) => typeof value(evaluation);
    default:
      throw unit.unsupported(`\`${node.operator}\``, node);
  }
}

export function compileConditional(unit: Unit, node: ConditionalExpression): Run {
  const test = unit.compile(node.test);
  const then = unit.compile(node.consequent);
  const otherwise = unit.compile(node.alternate);
  return (evaluation) => (test(evaluation) ? then(evaluation) : otherwise(evaluation));
}

export function compileLogical(unit: Unit, node: LogicalExpression): Run {
  const left = unit.compile(node.left);
  const right = unit.compile(node.right);
  switch (node.operator) {
    case "&&":
      return (evaluation) => left(evaluation) && right(evaluation);
    case "||":
      return (evaluation) => left(evaluation) || right(evaluation);
    case "??":
      return (evaluation) => left(evaluation) ?? right(evaluation);
  }
}

type Numeric = (a: number, b: number) => number;

const NUMERIC: Record<string, Numeric> = {
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  ">>>": (a, b) => a >>> b,
};

type Comparison = (a: string | number, b: string | number) => boolean;

const COMPARISONS: Record<string, Comparison> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

export function compileBinary(unit: Unit, node: BinaryExpression): Run {
  // `#name in object` is the only form in which the left side is no expression.
  const left = unit.compile(node.left as AnyNode);
  const right = unit.compile(node.right);
  const { operator } = node;
  const numeric = NUMERIC[operator];
  if (numeric !== undefined) return arithmetic(operator, numeric, left, right);
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) {
    return (evaluation) => compare(evaluation, comparison, left(evaluation), right(evaluation));
  }
  switch (operator) {
    case "+":
      return (evaluation) => {
        const a = left(evaluation);
        const b = right(evaluation);
        return typeof a === "number" && typeof b === "number" ? a + b : add(evaluation, a, b);
      };
    case "===":
      return (evaluation) => strictEquals(evaluation, left(evaluation), right(evaluation));
    case "!==":
      return (evaluation) => !strictEquals(evaluation, left(evaluation), right(evaluation));
    case "==":
      return (evaluation) => looseEquals(evaluation, left(evaluation), right(evaluation));
    case "!=":
      return (evaluation) => !looseEquals(evaluation, left(evaluation), right(evaluation));
    case "in":
      return (evaluation) => isIn(evaluation, left(evaluation), right(evaluation));
    default:
      throw unit.unsupported(`\`${operator}\``, node);
  }
}

function arithmetic(operator: string, calculate: Numeric, left: Run, right: Run): Run {
  // Multiplying is by far the most common; a closure of its own spares it the call.
  if (operator === "*") {
    return (evaluation) => {
      const a = left(evaluation);
      const b = right(evaluation);
      if (typeof a === "number" && typeof b === "number") return a * b;
      return toNumber(evaluation, a) * toNumber(evaluation, b);
    };
  }
  return (evaluation) => {
    const a = left(evaluation);
    const b = right(evaluation);
    return calculate(toNumber(evaluation, a), toNumber(evaluation, b));
  };
}

function compare(evaluation: Evaluation, comparison: Comparison, a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return comparison(a, b);
  const left = toPrimitive(evaluation, a);
  const right = toPrimitive(evaluation, b);
  if (typeof left === "string" && typeof right === "string") {
    evaluation.chargeText(Math.min(left.length, right.length));
    return comparison(left, right);
  }
  return comparison(Number(left), Number(right));
}

function isIn(evaluation: Evaluation, key: unknown, object: unknown): boolean {
  if (!isObject(object)) {
    throw new Fault("type", `\`in\` needs an object or a list on its right, but was given ${kindOf(object)}.`);
  }
  return Object.hasOwn(object, toText(evaluation, key));
}
