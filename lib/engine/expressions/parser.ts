import { type Expression, type Options, Parser, tokTypes } from "acorn";
import { limits } from "#lib/config/limits.ts";
import { ExpressionError, Fault, shown } from "./errors.ts";

/** Operators in a row (`a + b + …`) and links of a chain (`a.b.c …`) do not nest for the reader; they do on the stack. */
export const SPINE_DEPTH = 1_000;

/** What stands behind the first `/` of a literal: a set in brackets may hold a `/`. */
const REGEXP =
  /^((?:[^\\[/\n\r\u2028\u2029]|\\[^\n\r\u2028\u2029]|\[(?:[^\\\]\n\r\u2028\u2029]|\\[^\n\r\u2028\u2029])*\])+)\/([\p{ID_Continue}$]*)/u;

const OPTIONS: Options = {
  ecmaVersion: 2024,
  // A script, so that words such as `package`, `public` or `await` stay usable as names of nodes.
  sourceType: "script",
  allowHashBang: false,
  allowReserved: false,
  allowAwaitOutsideFunction: false,
  preserveParens: true,
};

/** The part of acorn's parser that its types leave out, and that its plugins are documented to override. */
interface ParserInternals {
  /** Start of the token that follows what was parsed. */
  start: number;
  type: { label: string };
  /** Where the next token is read, and the whole text. */
  pos: number;
  input: string;
  nextToken(): void;
  finishToken(type: unknown, value: unknown): void;
  parseExpression(): Expression;
  parseMaybeAssign(...rest: unknown[]): unknown;
  parseMaybeUnary(...rest: unknown[]): unknown;
  parseExprOp(...rest: unknown[]): unknown;
}
type ParserClass = new (options: Options, input: string, start: number) => ParserInternals;

function refuse(what: string): () => never {
  return () => {
    throw new Fault("unsupported", `${what} cannot be used in an expression.`);
  };
}

function tooDeep(): never {
  throw new Fault("limit_depth", `The expression is nested deeper than ${limits.expressionDepth} levels.`);
}

/** Counts how deep acorn has descended, and refuses what has bodies, so that no text can exhaust the stack. */
// acorn's types describe a class with a protected constructor and no grammar methods: the cast adds what plugins use.
class BoundedParser extends (Parser as unknown as ParserClass) {
  private nesting = 0;
  private unary = 0;
  private operators = 0;

  override parseMaybeAssign(...rest: unknown[]): unknown {
    if (++this.nesting > limits.expressionDepth) tooDeep();
    const node = super.parseMaybeAssign(...rest);
    this.nesting--;
    return node;
  }

  override parseMaybeUnary(...rest: unknown[]): unknown {
    if (++this.unary > 2 * limits.expressionDepth) tooDeep();
    const node = super.parseMaybeUnary(...rest);
    this.unary--;
    return node;
  }

  override parseExprOp(...rest: unknown[]): unknown {
    if (++this.operators > SPINE_DEPTH) {
      throw new Fault("limit_depth", `More than ${SPINE_DEPTH} operators in a row.`);
    }
    const node = super.parseExprOp(...rest);
    this.operators--;
    return node;
  }

  parseNew = refuse("`new`");
  parseFunction = refuse("`function` (write an arrow such as `x => x.name`)");
  parseMethod = refuse("A method or getter");
  parseClass = refuse("`class`");
  parseExprImport = refuse("`import`");
  parseBlock = refuse("A block `{ … }` of statements");

  /** acorn's own would compile the literal as a `RegExp`: here it is only cut out. */
  readRegexp(): void {
    const found = REGEXP.exec(this.input.slice(this.pos, this.pos + limits.expressionBytes));
    if (found === null) throw new Fault("syntax", "This regular expression is never closed: a / is missing.");
    const [text, pattern, flags] = found;
    this.pos += text.length;
    this.finishToken(tokTypes.regexp, { pattern, flags, value: null });
  }
}

export interface Parsed {
  expression: Expression;
  /** Offset of the first token after the expression. */
  next: number;
}

/** UTF-8 bytes of a text; a lone surrogate counts as the three bytes of its replacement. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      bytes += 2;
      index++;
    } else bytes += 2;
  }
  return bytes;
}

function tooLong(start: number, end: number): ExpressionError {
  return new ExpressionError(
    "limit_size",
    `The expression is longer than ${limits.expressionBytes / 1024} KiB. Split it over several nodes.`,
    start,
    end,
  );
}

/**
 * Parses the one expression that starts at `start`; what follows it is the caller's to judge.
 * @throws ExpressionError `syntax`, `unsupported`, `limit_size`, `limit_depth`
 */
export function parseAt(text: string, start: number): Parsed {
  // acorn sees no more than the limit allows, so that refusing an endless text costs no more than a long one, and
  // nothing in front of the expression, which it would read again for each expression of the text.
  const end = Math.min(text.length, start + limits.expressionBytes + 2);
  const input = text.slice(start, end);
  const parser = new BoundedParser(OPTIONS, input, 0);
  try {
    parser.nextToken();
    const expression = parser.parseExpression();
    if (utf8Length(input.slice(0, expression.end)) > limits.expressionBytes)
      throw tooLong(start, start + expression.end);
    if (start > 0) shift(expression, start);
    return { expression, next: start + parser.start };
  } catch (error) {
    if (end < text.length && !closesWithin(text, start, end)) throw tooLong(start, end);
    throw asExpressionError(error, input, start, parser.start);
  }
}

/** Moves all positions by where the expression stands in its text. Not recursive: a chain of members may be long. */
function shift(expression: Expression, by: number): void {
  const pending: unknown[] = [expression];
  const moved = new Set<object>();
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    // A shorthand property holds the same node as its key and as its value.
    if (typeof value !== "object" || value === null || moved.has(value)) continue;
    moved.add(value);
    if ("start" in value && typeof value.start === "number") value.start += by;
    if ("end" in value && typeof value.end === "number") value.end += by;
    for (const child of Object.values(value)) if (typeof child === "object" && child !== null) pending.push(child);
  }
}

/** A cut-off text is only blamed for its length when it holds no closing braces before the cut. */
function closesWithin(text: string, start: number, end: number): boolean {
  const close = text.indexOf("}}", start);
  return close >= 0 && close < end;
}

/** `at` is where in `input` the parser stood, for errors that do not say. */
function asExpressionError(error: unknown, input: string, start: number, at: number): unknown {
  const place = (from: number): [number, number] => {
    const offset = Math.min(from, Math.max(0, input.length - 1));
    return [start + offset, start + offset + 1];
  };
  if (error instanceof ExpressionError) return error;
  if (error instanceof Fault) return new ExpressionError(error.code, error.message, ...place(at));
  if (error instanceof RangeError) {
    return new ExpressionError("limit_depth", "The expression is nested too deeply.", ...place(at));
  }
  if (!(error instanceof SyntaxError)) return error;
  const position = "pos" in error && typeof error.pos === "number" ? error.pos : at;
  const reason = error.message.replace(/ \(\d+:\d+\)$/, "");
  const plain = `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
  const near = shown(input.slice(Math.max(0, position - 20), position + 20));
  return new ExpressionError(
    "syntax",
    `This is not a complete expression: ${plain} near "${near}".`,
    ...place(position),
  );
}
