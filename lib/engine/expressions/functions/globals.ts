import { parseJson } from "../../parse-json.ts";
import { Fault } from "../errors.ts";
import type { Evaluation } from "../evaluation.ts";
import { randomOf, uuidOf } from "../random.ts";
import { toJsonText } from "../result.ts";
import { toInteger, toNumber, toText } from "../values.ts";
import { type FunctionEntry, functions } from "./entry.ts";

const conversions: readonly FunctionEntry[] = functions("global", [
  {
    name: "String",
    signature: "String(value)",
    description: "Any value as a text",
    example: "String(12.5)",
    call: (evaluation, args) => (args.length === 0 ? "" : toText(evaluation, args[0])),
  },
  {
    name: "Number",
    signature: "Number(value)",
    description: "Any value as a number; NaN where it is none",
    example: 'Number("12.5")',
    call: (evaluation, args) => (args.length === 0 ? 0 : toNumber(evaluation, args[0])),
  },
  {
    name: "Boolean",
    signature: "Boolean(value)",
    description: 'false for false, 0, "", null, undefined and NaN; else true',
    example: 'Boolean("")',
    call: (_evaluation, args) => Boolean(args[0]),
  },
  {
    name: "parseInt",
    signature: "parseInt(text, base?)",
    description: "The whole number a text begins with",
    example: 'parseInt("42px")',
    call: (evaluation, args) =>
      Number.parseInt(
        measured(evaluation, args[0]),
        args[1] === undefined ? undefined : toInteger(evaluation, args[1]),
      ),
  },
  {
    name: "parseFloat",
    signature: "parseFloat(text)",
    description: "The number a text begins with",
    example: 'parseFloat("3.5 kg")',
    call: (evaluation, args) => Number.parseFloat(measured(evaluation, args[0])),
  },
  {
    name: "isNaN",
    signature: "isNaN(value)",
    description: "Whether a value is not a number once it is made one",
    example: 'isNaN("x")',
    call: (evaluation, args) => Number.isNaN(toNumber(evaluation, args[0])),
  },
  {
    name: "isFinite",
    signature: "isFinite(value)",
    description: "Whether a value is a finite number once it is made one",
    example: 'isFinite("12")',
    call: (evaluation, args) => Number.isFinite(toNumber(evaluation, args[0])),
  },
]);

function measured(evaluation: Evaluation, value: unknown): string {
  const text = toText(evaluation, value);
  evaluation.chargeText(text.length);
  return text;
}

/** Escaping makes up to nine characters of one, and takes several times as long as reading. */
function escaped(evaluation: Evaluation, value: unknown, rewrite: (text: string) => string): string {
  const text = measured(evaluation, value);
  evaluation.chargeText(text.length * 4);
  const made = rewrite(text);
  evaluation.reserveText(made.length);
  return made;
}

const addresses: readonly FunctionEntry[] = functions("global", [
  {
    name: "encodeURIComponent",
    signature: "encodeURIComponent(text)",
    description: "A text as part of a web address",
    example: 'encodeURIComponent("a b&c")',
    call: (evaluation, args) => escaped(evaluation, args[0], encodeURIComponent),
  },
  {
    name: "decodeURIComponent",
    signature: "decodeURIComponent(text)",
    description: "A part of a web address as a text",
    example: 'decodeURIComponent("a%20b")',
    call: (evaluation, args) => escaped(evaluation, args[0], decodeURIComponent),
  },
  {
    name: "encodeURI",
    signature: "encodeURI(text)",
    description: "A whole web address with its special characters escaped",
    example: 'encodeURI("https://example.com/a b")',
    call: (evaluation, args) => escaped(evaluation, args[0], encodeURI),
  },
  {
    name: "decodeURI",
    signature: "decodeURI(text)",
    description: "A whole web address with its special characters readable",
    example: 'decodeURI("https://example.com/a%20b")',
    call: (evaluation, args) => escaped(evaluation, args[0], decodeURI),
  },
]);

const chance: readonly FunctionEntry[] = functions("global", [
  {
    name: "uuid",
    signature: "uuid()",
    description: "A new identifier, the same when a run is played again",
    example: "uuid().length",
    call: uuidOf,
  },
  {
    name: "random",
    signature: "random()",
    description: "A number from 0 up to 1, the same when a run is played again",
    example: "random() < 1",
    call: randomOf,
  },
]);

export const globalFunctions: readonly FunctionEntry[] = [...conversions, ...addresses, ...chance];

export const jsonFunctions: readonly FunctionEntry[] = functions("JSON", [
  {
    name: "stringify",
    signature: "JSON.stringify(value, null?, indent?)",
    description: "Any value as JSON text",
    example: "JSON.stringify({ a: [1, 2] })",
    call(evaluation, args) {
      if (args[1] !== null && args[1] !== undefined) {
        throw new Fault("unsupported", "JSON.stringify takes no list of keys: write null as its second argument.");
      }
      const indent = typeof args[2] === "string" || typeof args[2] === "number" ? args[2] : 0;
      return toJsonText(evaluation, args[0], indent);
    },
  },
  {
    name: "parse",
    signature: "JSON.parse(text)",
    description: "The value that a JSON text stands for",
    example: "JSON.parse('{\"a\": 1}').a",
    call(evaluation, args) {
      const text = measured(evaluation, args[0]);
      evaluation.chargeText(text.length * 4);
      try {
        return parseJson(text);
      } catch {
        throw new Fault("type", "JSON.parse was given a text that is not JSON.");
      }
    },
  },
]);

export const textFunctions: readonly FunctionEntry[] = functions("String", [
  {
    name: "fromCharCode",
    signature: "String.fromCharCode(...codes)",
    description: "The characters with these UTF-16 codes",
    example: "String.fromCharCode(72, 105)",
    call: (evaluation, args) => String.fromCharCode(...args.map((arg) => toNumber(evaluation, arg))),
  },
  {
    name: "fromCodePoint",
    signature: "String.fromCodePoint(...points)",
    description: "The characters with these Unicode code points",
    example: "String.fromCodePoint(9731)",
    call: (evaluation, args) => String.fromCodePoint(...args.map((arg) => toNumber(evaluation, arg))),
  },
]);

export const dateFunctions: readonly FunctionEntry[] = functions("Date", [
  {
    name: "now",
    signature: "Date.now()",
    description: "The time `now` in milliseconds since 1970",
    example: "Date.now() > 0",
    call: (evaluation) => evaluation.scope.now,
  },
]);
