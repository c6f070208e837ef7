import type { Evaluation } from "../evaluation.ts";
import { isObject, type Plain, toInteger, toText } from "../values.ts";
import { type FunctionEntry, functions, methods } from "./entry.ts";

/** Making a formatter costs far more than a step. */
const FORMAT_STEPS = 200;

function formatted(evaluation: Evaluation, self: number, args: readonly unknown[]): string {
  evaluation.charge(FORMAT_STEPS);
  // A fixed language unless one is named: the result must not depend on the machine.
  const locale = args[0] === undefined ? "en-US" : toText(evaluation, args[0]);
  const options: Record<string, string | number | boolean> = {};
  if (isObject(args[1])) {
    for (const [key, value] of Object.entries(args[1] as Plain)) {
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") options[key] = value;
    }
  }
  return self.toLocaleString(locale, options as Intl.NumberFormatOptions);
}

const digits = (evaluation: Evaluation, value: unknown): number | undefined =>
  value === undefined ? undefined : toInteger(evaluation, value);

export const numberMethods: readonly FunctionEntry[] = [
  ...methods<number>("number", [
    {
      name: "toFixed",
      signature: "toFixed(digits?)",
      description: "As a text with a fixed number of digits after the point",
      example: "(3.14159).toFixed(2)",
      call: (evaluation, self, args) => self.toFixed(digits(evaluation, args[0])),
    },
    {
      name: "toPrecision",
      signature: "toPrecision(digits?)",
      description: "As a text with a number of significant digits",
      example: "(1234.5).toPrecision(2)",
      call: (evaluation, self, args) => self.toPrecision(digits(evaluation, args[0])),
    },
    {
      name: "toExponential",
      signature: "toExponential(digits?)",
      description: "As a text in powers of ten",
      example: "(1234.5).toExponential(1)",
      call: (evaluation, self, args) => self.toExponential(digits(evaluation, args[0])),
    },
    {
      name: "toString",
      signature: "toString(base?)",
      description: "As a text, in base 10 or another",
      example: "(255).toString(16)",
      call: (evaluation, self, args) => self.toString(digits(evaluation, args[0])),
    },
    {
      name: "toLocaleString",
      signature: "toLocaleString(language?, options?)",
      description: 'As people write it in a language, "en-US" unless one is given',
      example: '(1234.5).toLocaleString("en-US", { style: "currency", currency: "EUR" })',
      call: formatted,
    },
  ]),
  ...methods<boolean>("boolean", [
    {
      name: "toString",
      signature: "toString()",
      description: 'As the text "true" or "false"',
      example: "true.toString()",
      call: (_evaluation, self) => String(self),
    },
  ]),
];

export const numberFunctions: readonly FunctionEntry[] = functions("Number", [
  {
    name: "isInteger",
    signature: "Number.isInteger(value)",
    description: "Whether a value is a whole number",
    example: "Number.isInteger(4.5)",
    call: (_evaluation, args) => Number.isInteger(args[0]),
  },
  {
    name: "isSafeInteger",
    signature: "Number.isSafeInteger(value)",
    description: "Whether a value is a whole number that is stored exactly",
    example: "Number.isSafeInteger(9007199254740992)",
    call: (_evaluation, args) => Number.isSafeInteger(args[0]),
  },
  {
    name: "isFinite",
    signature: "Number.isFinite(value)",
    description: "Whether a value is a number, neither NaN nor infinite",
    example: "Number.isFinite(1 / 0)",
    call: (_evaluation, args) => Number.isFinite(args[0]),
  },
  {
    name: "isNaN",
    signature: "Number.isNaN(value)",
    description: "Whether a value is NaN",
    example: 'Number.isNaN(Number("x"))',
    call: (_evaluation, args) => Number.isNaN(args[0]),
  },
  {
    name: "parseFloat",
    signature: "Number.parseFloat(text)",
    description: "The number a text begins with",
    example: 'Number.parseFloat("3.5 kg")',
    call: (evaluation, args) => Number.parseFloat(toText(evaluation, args[0])),
  },
  {
    name: "parseInt",
    signature: "Number.parseInt(text, base?)",
    description: "The whole number a text begins with",
    example: 'Number.parseInt("ff", 16)',
    call: (evaluation, args) => Number.parseInt(toText(evaluation, args[0]), digits(evaluation, args[1])),
  },
]);
