import type { AnyNode, ArrayExpression, Literal, ObjectExpression, Property, TemplateLiteral } from "acorn";
import { compileCall } from "./compile-call.ts";
import { compileChain, compileMember } from "./compile-member.ts";
import { compileName, staticName } from "./compile-name.ts";
import { compileBinary, compileConditional, compileLogical, compileUnary } from "./compile-operator.ts";
import { ExpressionError } from "./errors.ts";
import type { Evaluation, Run } from "./evaluation.ts";
import { PatternProblem } from "./patterns/part.ts";
import { readLiteral } from "./patterns/pattern.ts";
import type { Unit } from "./unit.ts";
import { elementsOf, isObject, type Plain, setOwn, toText } from "./values.ts";

/** What a person would call the syntax that the language leaves out. */
const REFUSED: Partial<Record<AnyNode["type"], string>> = {
  ArrowFunctionExpression: "An arrow function outside the brackets of a function such as map",
  AssignmentExpression: "An assignment",
  UpdateExpression: "`++` or `--`",
  SequenceExpression: "A comma between expressions",
  ThisExpression: "`this`",
  NewExpression: "`new`",
  TaggedTemplateExpression: "A template with a function in front of it",
  MetaProperty: "`import.meta` or `new.target`",
  AwaitExpression: "`await`",
  YieldExpression: "`yield`",
};

/** Within a `chain`, a member or call may give BROKEN instead of a value. */
export function compileNode(unit: Unit, node: AnyNode, chain: boolean): Run {
  switch (node.type) {
    case "ParenthesizedExpression":
      return unit.compile(node.expression);
    case "Literal":
      return compileLiteral(unit, node);
    case "Identifier":
      return compileName(unit, node, true);
    case "TemplateLiteral":
      return compileTemplateLiteral(unit, node);
    case "ArrayExpression":
      return compileArray(unit, node);
    case "ObjectExpression":
      return compileObject(unit, node);
    case "UnaryExpression":
      return compileUnary(unit, node);
    case "BinaryExpression":
      return compileBinary(unit, node);
    case "LogicalExpression":
      return compileLogical(unit, node);
    case "ConditionalExpression":
      return compileConditional(unit, node);
    case "MemberExpression":
      return compileMember(unit, node, chain);
    case "ChainExpression":
      return compileChain(unit, node);
    case "CallExpression":
      return compileCall(unit, node, chain);
    default:
      throw unit.unsupported(REFUSED[node.type] ?? "This", node);
  }
}

function compileLiteral(unit: Unit, node: Literal): Run {
  if (node.regex) return compilePattern(unit, node, node.regex);
  const value = node.value;
  if (typeof value === "bigint" || node.bigint !== undefined) throw unit.unsupported("A number ending in n", node);
  if (typeof value === "number" && /^0[0-9]/.test(node.raw ?? "")) {
    throw unit.unsupported("A number with a leading 0", node);
  }
  return () => value;
}

/** One value for all evaluations: it remembers nothing. */
function compilePattern(unit: Unit, node: Literal, regex: { pattern: string; flags: string }): Run {
  try {
    const pattern = readLiteral(regex.pattern, regex.flags);
    return () => pattern;
  } catch (error) {
    if (!(error instanceof PatternProblem)) throw error;
    const at = Math.min(node.start + 1 + error.at, node.end - 1);
    const message = `${error.message} In "${unit.show(node)}".`;
    throw new ExpressionError("unsupported", message, at, at + 1);
  }
}

function compileTemplateLiteral(unit: Unit, node: TemplateLiteral): Run {
  const texts = node.quasis.map((quasi) => quasi.value.cooked ?? "");
  const values = node.expressions.map((expression) => unit.compile(expression));
  return (evaluation) => {
    let text = texts[0] ?? "";
    for (let index = 0; index < values.length; index++) {
      const value = toText(evaluation, (values[index] as Run)(evaluation));
      const after = texts[index + 1] ?? "";
      evaluation.refuseText(text.length + value.length + after.length);
      evaluation.chargeText(Math.min(text.length, value.length));
      text += value + after;
    }
    return text;
  };
}

type Step<Target> = (evaluation: Evaluation, target: Target) => void;

function compileArray(unit: Unit, node: ArrayExpression): Run {
  const spreads = node.elements.some((element) => element?.type === "SpreadElement");
  const items = node.elements.map((element) => {
    if (element === null) throw unit.unsupported("A list with a gap", node);
    return unit.compile(element.type === "SpreadElement" ? element.argument : element);
  });
  if (!spreads) return (evaluation) => items.map((item) => item(evaluation));
  const steps = node.elements.map((element, index): Step<unknown[]> => {
    const item = items[index] as Run;
    if (element?.type !== "SpreadElement") return (evaluation, list) => list.push(item(evaluation));
    return (evaluation, list) => {
      for (const value of elementsOf(evaluation, item(evaluation), "Spreading into a list")) list.push(value);
    };
  });
  return (evaluation) => {
    const list: unknown[] = [];
    for (const step of steps) step(evaluation, list);
    return list;
  };
}

function compileObject(unit: Unit, node: ObjectExpression): Run {
  const steps = node.properties.map((property): Step<Plain> => {
    if (property.type !== "SpreadElement") return compileProperty(unit, property);
    const value = unit.compile(property.argument);
    return (evaluation, object) => spreadInto(evaluation, object, value(evaluation));
  });
  return (evaluation) => {
    const object: Plain = {};
    for (const step of steps) step(evaluation, object);
    return object;
  };
}

function compileProperty(unit: Unit, node: Property): Step<Plain> {
  if (node.kind !== "init" || node.method) throw unit.unsupported("A method or getter", node);
  if (node.computed) {
    const key = unit.compile(node.key);
    const value = unit.compile(node.value);
    return (evaluation, object) => setOwn(object, toText(evaluation, key(evaluation)), value(evaluation));
  }
  const name = staticName(node);
  const value =
    node.shorthand && node.value.type === "Identifier"
      ? compileName(unit, node.value, true, true)
      : unit.compile(node.value);
  if (name === "__proto__") return (evaluation, object) => setOwn(object, name, value(evaluation));
  return (evaluation, object) => {
    object[name] = value(evaluation);
  };
}

/** `{ ...value }`: own members of objects, positions of lists and texts, nothing of anything else. */
function spreadInto(evaluation: Evaluation, object: Plain, value: unknown): void {
  if (typeof value !== "string" && !isObject(value)) return;
  const entries = Object.entries(value);
  evaluation.charge(entries.length);
  for (const [key, member] of entries) setOwn(object, key, member);
}
