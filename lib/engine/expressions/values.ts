import { Fault } from "./errors.ts";
import type { Evaluation } from "./evaluation.ts";
import { Pattern } from "./patterns/pattern.ts";

/** How deep a value may be nested before converting, comparing or returning it is refused. */
export const VALUE_DEPTH = 512;

export type Plain = { [key: string]: unknown };
type Primitive = string | number | boolean | null | undefined;

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

export function tooDeep(): Fault {
  return new Fault("limit_depth", `A value is nested deeper than ${VALUE_DEPTH} levels.`);
}

/** Sets a key as an own data property, also where assigning would reach the prototype. */
export function setOwn(target: Plain, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else target[key] = value;
}

/**
 * Whether no prototype of a JSON value has a member of this name. Such a key is read directly: what is found is own.
 * For any other key the evaluator asks first.
 */
export function isPlainKey(key: string): boolean {
  return !(key in Object.prototype || key in Array.prototype);
}

/** Reads an own member of anything but null and undefined. */
export function readKey(value: unknown, key: string): unknown {
  if (typeof value === "object") {
    // Own keys only: `constructor` and the like are not there unless the JSON has them.
    return Object.hasOwn(value as object, key) ? (value as Plain)[key] : undefined;
  }
  if (typeof value !== "string") return undefined;
  return key === "length" || Object.hasOwn(Object(value), key) ? value[key as unknown as number] : undefined;
}

/** Reads `value[key]` for a key that was computed. */
export function readComputed(evaluation: Evaluation, value: unknown, key: unknown): unknown {
  if (typeof key === "number" && key >= 0 && (typeof value === "string" || Array.isArray(value))) {
    return Number.isInteger(key) && key < value.length ? value[key] : undefined;
  }
  return readKey(value, toText(evaluation, key));
}

/** `String(value)`: arrays join their elements, regular expressions are as written, other objects are `[object Object]`, own `toString` keys are only data. */
export function toText(evaluation: Evaluation, value: unknown): string {
  if (typeof value === "string") return value;
  return isObject(value) ? objectText(evaluation, value, 0) : String(value);
}

function objectText(evaluation: Evaluation, value: object, depth: number): string {
  if (!Array.isArray(value)) {
    const pattern = Pattern.infoOf(value);
    return pattern === undefined ? "[object Object]" : `/${pattern.source}/${pattern.flags}`;
  }
  if (depth > VALUE_DEPTH) throw tooDeep();
  return joinText(evaluation, value, ",", depth);
}

export function joinText(evaluation: Evaluation, list: readonly unknown[], separator: string, depth = 0): string {
  const parts: string[] = [];
  let length = Math.max(0, list.length - 1) * separator.length;
  for (const item of list) {
    evaluation.charge(1);
    const text =
      item === null || item === undefined
        ? ""
        : isObject(item)
          ? objectText(evaluation, item, depth + 1)
          : toText(evaluation, item);
    length += text.length;
    evaluation.refuseText(length);
    parts.push(text);
  }
  evaluation.reserveText(length);
  return parts.join(separator);
}

export function toPrimitive(evaluation: Evaluation, value: unknown): Primitive {
  return isObject(value) ? toText(evaluation, value) : (value as Primitive);
}

export function toNumber(evaluation: Evaluation, value: unknown): number {
  if (typeof value === "number") return value;
  const primitive = toPrimitive(evaluation, value);
  if (typeof primitive === "string") evaluation.chargeText(primitive.length);
  return Number(primitive);
}

/** A number as array and string methods read their positions. */
export function toInteger(evaluation: Evaluation, value: unknown, otherwise = 0): number {
  if (value === undefined) return otherwise;
  const number = Math.trunc(toNumber(evaluation, value));
  return Number.isNaN(number) ? 0 : number;
}

export function strictEquals(evaluation: Evaluation, a: unknown, b: unknown): boolean {
  // Only texts of one length are read to be compared.
  if (typeof a === "string" && typeof b === "string" && a.length === b.length) evaluation.chargeText(a.length);
  return a === b;
}

export function looseEquals(evaluation: Evaluation, a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return strictEquals(evaluation, a, b);
  if (isObject(a) === isObject(b) || a === null || a === undefined || b === null || b === undefined) {
    // biome-ignore lint/suspicious/noDoubleEquals: this is the operator `==` itself
    return a == b;
  }
  // biome-ignore lint/suspicious/noDoubleEquals: this is the operator `==` itself
  return toPrimitive(evaluation, a) == toPrimitive(evaluation, b);
}

export function add(evaluation: Evaluation, a: unknown, b: unknown): string | number {
  const left = toPrimitive(evaluation, a);
  const right = toPrimitive(evaluation, b);
  if (typeof left !== "string" && typeof right !== "string") return Number(left) + Number(right);
  const before = String(left);
  const after = String(right);
  evaluation.refuseText(before.length + after.length);
  // The engine joins texts without copying them: growing a text piece by piece costs its pieces.
  evaluation.chargeText(Math.min(before.length, after.length));
  return before + after;
}

/** What a person would call a value, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return Pattern.infoOf(value) === undefined ? "an object" : "a regular expression";
  if (typeof value === "string") return "a text";
  return typeof value === "number" ? "a number" : "true or false";
}

/** What can be gone through: lists, and texts by character. */
export function elementsOf(evaluation: Evaluation, value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) {
    evaluation.charge(value.length);
    return value;
  }
  if (typeof value === "string") {
    evaluation.charge(value.length);
    return [...value];
  }
  const code = value === null || value === undefined ? "null_member" : "type";
  throw new Fault(code, `${what} needs a list, but was given ${kindOf(value)}.`);
}
