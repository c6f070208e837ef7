import { Fault } from "../errors.ts";
import type { Callback, Evaluation } from "../evaluation.ts";

/** What has methods. */
export const METHOD_RECEIVERS = ["string", "array", "number", "boolean", "object", "pattern"] as const;
export type Receiver = (typeof METHOD_RECEIVERS)[number] | "global" | Namespace;
/** Groups of functions that JavaScript has, too. */
const KNOWN_NAMESPACES = ["Array", "Date", "JSON", "Math", "Number", "Object", "String"] as const;
/** Groups that are of this language only: what JavaScript does in these matters needs objects that JSON does not have. */
export const OWN_NAMESPACES = ["Base64", "DateTime", "Hash", "Hex"] as const;
export const NAMESPACES = [...KNOWN_NAMESPACES, ...OWN_NAMESPACES] as const;
export type Namespace = (typeof NAMESPACES)[number];

export interface FunctionText {
  name: string;
  /** As a person calls it: `slice(start, end?)`. */
  signature: string;
  /** One line, without a full stop. */
  description: string;
  /** An expression that gives `result` without any scope. */
  example: string;
}

/** One function of the language: what documentation, autocomplete and the evaluator know of it. */
export interface FunctionEntry extends FunctionText {
  receiver: Receiver;
  /** Positions of arguments that may be an arrow or the name of a function. */
  callbacks: readonly number[];
  call(evaluation: Evaluation, self: unknown, args: readonly unknown[]): unknown;
}

export interface MethodSource<Self> extends FunctionText {
  callbacks?: readonly number[];
  call(evaluation: Evaluation, self: Self, args: readonly unknown[]): unknown;
}

/** Binds methods to a receiver. The evaluator calls a method only on a value of its receiver's type. */
export function methods<Self>(receiver: Receiver, sources: readonly MethodSource<Self>[]): FunctionEntry[] {
  return sources.map((source) => ({
    receiver,
    name: source.name,
    signature: source.signature,
    description: source.description,
    example: source.example,
    callbacks: source.callbacks ?? [],
    // The table looks a method up by the type of the value, so `self` is a Self.
    call: (evaluation, self, args) => source.call(evaluation, self as Self, args),
  }));
}

export interface FunctionSource extends FunctionText {
  callbacks?: readonly number[];
  call(evaluation: Evaluation, args: readonly unknown[]): unknown;
}

export function functions(receiver: "global" | Namespace, sources: readonly FunctionSource[]): FunctionEntry[] {
  return sources.map((source) => ({
    receiver,
    name: source.name,
    signature: source.signature,
    description: source.description,
    example: source.example,
    callbacks: source.callbacks ?? [],
    call: (evaluation, _self, args) => source.call(evaluation, args),
  }));
}

export function callback(value: unknown, example: string): Callback {
  // Only the compiler of calls puts a function among arguments, and only one it made itself.
  if (typeof value === "function") return value as Callback;
  throw new Fault("type", `This needs a function, such as \`${example}\`.`);
}
