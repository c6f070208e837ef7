import type { Expression } from "acorn";
import type { Json } from "../json.ts";
import { compileNode } from "./compile-node.ts";
import { ExpressionError, Fault, shown } from "./errors.ts";
import { Evaluation, type Run } from "./evaluation.ts";
import { parseAt } from "./parser.ts";
import { toJsonText, toPlain } from "./result.ts";
import type { CallCounter, Compiled, ExpressionScope } from "./types.ts";
import { Unit } from "./unit.ts";
import { isObject } from "./values.ts";

/**
 * Parses one expression, without braces.
 * @throws ExpressionError
 */
export function compileExpression(source: string): Compiled {
  const unit = new Unit(source, compileNode);
  const { expression, next } = parseAt(source, 0);
  if (next < source.length) throw unexpected(source, next);
  return program(unit, compileParsed(unit, expression));
}

/**
 * Parses a text with `{{ }}` in it. Exactly one `{{ }}` with nothing but blanks around it keeps the type of its value.
 * @throws ExpressionError
 */
export function compileTemplate(text: string): Compiled {
  const open = text.indexOf("{{");
  if (open < 0) return { source: text, reads: [], constant: true, evaluate: () => text };
  const unit = new Unit(text, compileNode);
  const parts: (string | Run)[] = [];
  let from = 0;
  for (let at = open; at >= 0; at = text.indexOf("{{", from)) {
    if (at > from) parts.push(text.slice(from, at));
    const { run, end } = compileBraces(unit, at);
    parts.push(run);
    from = end;
  }
  if (from < text.length) parts.push(text.slice(from));
  const runs = parts.filter((part) => typeof part === "function");
  const only = runs.length === 1 && parts.every((part) => typeof part === "function" || part.trim() === "");
  return program(unit, only && runs[0] !== undefined ? runs[0] : joined(parts));
}

function compileBraces(unit: Unit, at: number): { run: Run; end: number } {
  const text = unit.source;
  const start = at + 2;
  if (/^\s*\}\}/.test(text.slice(start, start + 200))) {
    throw new ExpressionError("syntax", "There is nothing between {{ and }}.", at, text.indexOf("}}", start) + 2);
  }
  const { expression, next } = parseAt(text, start);
  if (!text.startsWith("}}", next)) {
    if (next < text.length) throw unexpected(text, next);
    throw new ExpressionError("syntax", `"${shown(text.slice(at))}" has no closing }}.`, at, text.length);
  }
  return { run: compileParsed(unit, expression), end: next + 2 };
}

function compileParsed(unit: Unit, expression: Expression): Run {
  try {
    return unit.compile(expression);
  } catch (error) {
    throw whole(unit.source, error);
  }
}

function unexpected(text: string, at: number): ExpressionError {
  const rest = shown(text.slice(at, at + 40));
  return new ExpressionError(
    "syntax",
    `"${rest}" does not belong here: an operator is missing in front of it.`,
    at,
    at + 1,
  );
}

/** Text around expressions: scalars as JavaScript writes them, objects and lists as JSON. */
function joined(parts: readonly (string | Run)[]): Run {
  return (evaluation) => {
    let text = "";
    for (const part of parts) {
      text += typeof part === "string" ? part : written(evaluation, part(evaluation));
      evaluation.refuseText(text.length);
    }
    return text;
  };
}

function written(evaluation: Evaluation, value: unknown): string {
  return isObject(value) ? (toJsonText(evaluation, value, 0) ?? "") : String(value);
}

function program(unit: Unit, run: Run): Compiled {
  const { source, reads } = unit;
  return {
    source,
    reads,
    constant: false,
    evaluate(scope: ExpressionScope, calls?: CallCounter): Json {
      const evaluation = new Evaluation(scope, calls);
      try {
        return toPlain(run(evaluation));
      } catch (error) {
        throw whole(source, error);
      } finally {
        evaluation.settle();
      }
    },
  };
}

/** Errors that no call could place belong to the whole text. */
function whole(source: string, error: unknown): unknown {
  if (error instanceof Fault) {
    return new ExpressionError(error.code, `${error.message} In "${shown(source)}".`, 0, source.length);
  }
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return new ExpressionError("limit_depth", `"${shown(source)}" goes too deep.`, 0, source.length);
  }
  return error;
}
