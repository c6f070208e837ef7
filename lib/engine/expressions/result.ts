import { limits } from "#lib/config/limits.ts";
import type { Json } from "../json.ts";
import { Fault } from "./errors.ts";
import type { Evaluation } from "./evaluation.ts";
import { utf8Length } from "./parser.ts";
import { Pattern } from "./patterns/pattern.ts";
import { type Plain, setOwn, tooDeep, VALUE_DEPTH } from "./values.ts";

/**
 * Turns a value into plain JSON as `JSON.stringify` would: undefined, NaN and infinities become null, undefined members
 * are left out. What is plain already is returned as it is, not copied.
 */
export function toPlain(value: unknown): Json {
  if (typeof value === "number") return plainNumber(value);
  const boundary = new Boundary(undefined);
  const plain = boundary.visit(value, 0);
  boundary.finish(plain);
  return plain;
}

/** `JSON.stringify` with the limits of an expression checked before it makes the text. */
export function toJsonText(evaluation: Evaluation, value: unknown, indent: string | number): string | undefined {
  if (value === undefined) return undefined;
  const boundary = new Boundary(evaluation);
  const plain = boundary.visit(value, 0);
  boundary.finish(plain);
  const padding = typeof indent === "string" ? Math.min(indent.length, 10) : Math.min(Math.max(indent, 0), 10);
  // Each element adds at most a line break, its indentation and a blank.
  if (padding > 0) evaluation.reserveText(boundary.elements * 2 + boundary.levels * padding);
  const text = JSON.stringify(plain, null, indent);
  evaluation.reserveText(text.length);
  return text;
}

/** JSON has no NaN, no infinity and no negative zero. */
function plainNumber(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

function tooLarge(): Fault {
  const size = limits.expressionResultBytes / 1024 / 1024;
  return new Fault("limit_result", `The result is larger than ${size} MiB of JSON.`);
}

/** Writing an element as JSON is a small part of a step. */
const ELEMENTS_PER_STEP = 8;

/** Most bytes that a UTF-16 unit takes in JSON (as `\u0000`), and that a number takes. */
const BYTES_PER_UNIT = 6;
const BYTES_PER_NUMBER = 25;

/** Walks a value once. It counts between which bounds the size lies; only what may be too large is measured exactly. */
class Boundary {
  elements = 0;
  /** Sum of the depths of all elements: what indenting multiplies. */
  levels = 0;
  private least = 0;
  private most = 0;
  private readonly evaluation: Evaluation | undefined;

  constructor(evaluation: Evaluation | undefined) {
    this.evaluation = evaluation;
  }

  /** @throws Fault `limit_result` */
  finish(plain: Json): void {
    if (this.most <= limits.expressionResultBytes) return;
    if (utf8Length(JSON.stringify(plain)) > limits.expressionResultBytes) throw tooLarge();
  }

  visit(value: unknown, depth: number): Json {
    this.elements++;
    this.levels += depth;
    if (this.elements % ELEMENTS_PER_STEP === 0) this.evaluation?.charge(1);
    switch (typeof value) {
      case "string":
        this.count(value.length + 2, value.length * BYTES_PER_UNIT + 2);
        return value;
      case "number":
        this.count(1, BYTES_PER_NUMBER);
        return plainNumber(value);
      case "boolean":
        this.count(4, 5);
        return value;
      case "undefined":
        this.count(4, 4);
        return null;
      case "object":
        if (value === null) return this.visit(undefined, depth);
        if (depth > VALUE_DEPTH) throw tooDeep();
        if (Array.isArray(value)) return this.list(value, depth);
        if (Pattern.infoOf(value) !== undefined) {
          throw new Fault("type", "The result is a regular expression, not a value. Use it, as in text.match(/a+/).");
        }
        return this.object(value as Plain, depth);
      default:
        throw new Fault("type", "The result is a function, not a value.");
    }
  }

  private count(least: number, most: number): void {
    this.least += least;
    this.most += most;
    if (this.least > limits.expressionResultBytes) throw tooLarge();
  }

  private list(list: readonly unknown[], depth: number): Json[] {
    this.count(list.length + 1, list.length + 2);
    // A match has members beside its elements, which JSON does not have.
    let copy: Json[] | undefined = Object.hasOwn(list, "groups") ? [] : undefined;
    for (let index = 0; index < list.length; index++) {
      const plain = this.visit(list[index], depth + 1);
      if (copy !== undefined) copy.push(plain);
      else if (!Object.is(plain, list[index])) copy = [...(list.slice(0, index) as Json[]), plain];
    }
    // Without a copy every element was found to be plain.
    return copy ?? (list as Json[]);
  }

  private object(object: Plain, depth: number): Json {
    const keys = Object.keys(object);
    this.count(2, 2);
    let copy: Plain | undefined;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] as string;
      const member = object[key];
      if (member === undefined) {
        copy ??= pick(object, keys, index);
        continue;
      }
      this.count(key.length + 3, key.length * BYTES_PER_UNIT + 4);
      const plain = this.visit(member, depth + 1);
      if (copy === undefined && !Object.is(plain, member)) copy = pick(object, keys, index);
      if (copy !== undefined) setOwn(copy, key, plain);
    }
    // Without a copy every member was found to be plain.
    return (copy ?? object) as Json;
  }
}

function pick(object: Plain, keys: readonly string[], count: number): Plain {
  const copy: Plain = {};
  for (let index = 0; index < count; index++) setOwn(copy, keys[index] as string, object[keys[index] as string]);
  return copy;
}
