import { type JsonReviver, parseJson } from "../engine/parse-json.ts";
import { AppError } from "../errors.ts";

const MAX_DEPTH = 200;
/** Fifteen digits always fit a double; longer ones and exponents are looked at one by one. */
const suspicious = /\d{16}|\d[eE][+-]?\d{3}/;

/**
 * `JSON.parse` that loses nothing in silence: what JavaScript would change is refused, with its path.
 * @throws AppError `invalid_json` (400), `number_not_exact`, `too_deep`, `reserved_field` (422)
 */
export function parseExactJson(text: string): unknown {
  const value = suspicious.test(text) ? parseKeepingNumbers(text) : parse(() => parseJson(text));
  inspect(value);
  return value;
}

/** A number that would not come back as it was written. */
class InexactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

function parseKeepingNumbers(text: string): unknown {
  const reviver: JsonReviver = (_key, value, context) => {
    if (typeof value !== "number") return value;
    const source = context?.source ?? "";
    return isExact(value, source) ? value : new InexactNumber(source);
  };
  return parse(() => parseJson(text, reviver));
}

function isExact(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return false;
  return !/^-?\d{16,}$/.test(source) || BigInt(source) === BigInt(value);
}

function parse(read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError) throw tooDeep("");
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("invalid_json", 400, `The body is not valid JSON: ${message}.`, { cause });
  }
}

/** Walks without recursion: the depth is the caller's choice. */
function inspect(root: unknown): void {
  const open: { value: unknown; path: string; depth: number }[] = [{ value: root, path: "", depth: 0 }];
  for (let item = open.pop(); item; item = open.pop()) {
    const { value, path, depth } = item;
    if (typeof value !== "object" || value === null) continue;
    if (value instanceof InexactNumber) throw notExact(path, value.source);
    if (depth >= MAX_DEPTH) throw tooDeep(path);
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        if (typeof value[i] === "object") open.push({ value: value[i], path: join(path, String(i)), depth: depth + 1 });
      }
    } else {
      for (const [key, child] of Object.entries(value)) {
        if (key === "__proto__") throw reserved(join(path, key));
        if (typeof child === "object") open.push({ value: child, path: join(path, key), depth: depth + 1 });
      }
    }
  }
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function notExact(path: string, source: string): AppError {
  const shown = source.length > 40 ? `${source.slice(0, 40)}…` : source;
  const message = `${shown} is a number that cannot be kept exactly. Send it as text ("${shown}").`;
  return new AppError("number_not_exact", 422, message, { errors: [{ path, code: "number_not_exact", message }] });
}

function tooDeep(path: string): AppError {
  const message = `The JSON is nested deeper than ${MAX_DEPTH} levels.`;
  return new AppError("too_deep", 422, message, { errors: [{ path: path.slice(0, 200), code: "too_deep", message }] });
}

function reserved(path: string): AppError {
  const message = 'A field cannot be called "__proto__".';
  return new AppError("reserved_field", 422, message, { errors: [{ path, code: "reserved_field", message }] });
}
