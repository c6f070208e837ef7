import { arrayMethods } from "./arrays.ts";
import { dateTimeFunctions } from "./dates.ts";
import { base64Functions, hashFunctions, hexFunctions } from "./encodings.ts";
import { type FunctionEntry, METHOD_RECEIVERS, type Receiver } from "./entry.ts";
import { dateFunctions, globalFunctions, jsonFunctions, textFunctions } from "./globals.ts";
import { mathFunctions } from "./math.ts";
import { numberFunctions, numberMethods } from "./numbers.ts";
import { arrayFunctions, objectFunctions, objectMethods } from "./objects.ts";
import { patternMethods } from "./patterns.ts";
import { stringMethods } from "./strings.ts";

/** Every function of the language. Documentation and autocomplete are made of it, and nothing else can be called. */
export const functionTable: readonly FunctionEntry[] = [
  ...stringMethods,
  ...arrayMethods,
  ...numberMethods,
  ...objectMethods,
  ...patternMethods,
  ...globalFunctions,
  ...arrayFunctions,
  ...dateFunctions,
  ...jsonFunctions,
  ...mathFunctions,
  ...numberFunctions,
  ...objectFunctions,
  ...textFunctions,
  ...dateTimeFunctions,
  ...hashFunctions,
  ...base64Functions,
  ...hexFunctions,
];

const byReceiver = new Map<Receiver, Map<string, FunctionEntry>>();
const methodCallbacks = new Map<string, readonly number[]>();
for (const entry of functionTable) {
  const group = byReceiver.get(entry.receiver) ?? new Map<string, FunctionEntry>();
  byReceiver.set(entry.receiver, group.set(entry.name, entry));
  if (isMethod(entry.receiver)) {
    methodCallbacks.set(entry.name, [...(methodCallbacks.get(entry.name) ?? []), ...entry.callbacks]);
  }
}

function isMethod(receiver: Receiver): boolean {
  return (METHOD_RECEIVERS as readonly Receiver[]).includes(receiver);
}

export function findFunction(receiver: Receiver, name: string): FunctionEntry | undefined {
  return byReceiver.get(receiver)?.get(name);
}

/** Where a method of this name takes a function, on whatever it is called; `undefined` when there is none. */
export function callbacksOfMethod(name: string): readonly number[] | undefined {
  return methodCallbacks.get(name);
}

/** The names of what can be called on a value, for "did you mean". */
export function namesOf(receiver: Receiver | "method"): string[] {
  if (receiver === "method") return [...methodCallbacks.keys()];
  return [...(byReceiver.get(receiver)?.keys() ?? [])];
}

export interface Constant {
  name: string;
  value: number | undefined;
  description: string;
}

export const constantTable: readonly Constant[] = [
  { name: "undefined", value: undefined, description: "No value; null in a result" },
  { name: "NaN", value: Number.NaN, description: "Not a number; null in a result" },
  { name: "Infinity", value: Number.POSITIVE_INFINITY, description: "Larger than any number; null in a result" },
  { name: "Math.E", value: Math.E, description: "Base of natural logarithms" },
  { name: "Math.LN10", value: Math.LN10, description: "Natural logarithm of 10" },
  { name: "Math.LN2", value: Math.LN2, description: "Natural logarithm of 2" },
  { name: "Math.LOG10E", value: Math.LOG10E, description: "Logarithm of e to base 10" },
  { name: "Math.LOG2E", value: Math.LOG2E, description: "Logarithm of e to base 2" },
  { name: "Math.PI", value: Math.PI, description: "Circumference of a circle over its diameter" },
  { name: "Math.SQRT1_2", value: Math.SQRT1_2, description: "Square root of one half" },
  { name: "Math.SQRT2", value: Math.SQRT2, description: "Square root of 2" },
  { name: "Number.EPSILON", value: Number.EPSILON, description: "Distance from 1 to the next number" },
  { name: "Number.MAX_SAFE_INTEGER", value: Number.MAX_SAFE_INTEGER, description: "Largest exact whole number" },
  { name: "Number.MIN_SAFE_INTEGER", value: Number.MIN_SAFE_INTEGER, description: "Smallest exact whole number" },
  { name: "Number.MAX_VALUE", value: Number.MAX_VALUE, description: "Largest number" },
  { name: "Number.MIN_VALUE", value: Number.MIN_VALUE, description: "Smallest number above 0" },
];

const constants = new Map(constantTable.map((constant) => [constant.name, constant]));

export function findConstant(name: string): Constant | undefined {
  return constants.get(name);
}
