import { randomOf } from "../random.ts";
import { toNumber } from "../values.ts";
import { type FunctionEntry, type FunctionSource, functions } from "./entry.ts";

function unary(name: string, description: string, argument: string, calculate: (x: number) => number): FunctionSource {
  return {
    name,
    signature: `Math.${name}(x)`,
    description,
    example: `Math.${name}(${argument})`,
    call: (evaluation, args) => calculate(toNumber(evaluation, args[0])),
  };
}

function variadic(name: string, description: string, calculate: (...xs: number[]) => number): FunctionSource {
  return {
    name,
    signature: `Math.${name}(...numbers)`,
    description,
    example: `Math.${name}(3, 4, 12)`,
    call(evaluation, args) {
      evaluation.charge(args.length);
      return calculate(...args.map((arg) => toNumber(evaluation, arg)));
    },
  };
}

function binary(name: string, description: string, calculate: (x: number, y: number) => number): FunctionSource {
  return {
    name,
    signature: `Math.${name}(x, y)`,
    description,
    example: `Math.${name}(3, 4)`,
    call: (evaluation, args) => calculate(toNumber(evaluation, args[0]), toNumber(evaluation, args[1])),
  };
}

export const mathFunctions: readonly FunctionEntry[] = functions("Math", [
  unary("abs", "Without its sign", "-5", Math.abs),
  unary("ceil", "Rounded up to a whole number", "4.1", Math.ceil),
  unary("floor", "Rounded down to a whole number", "4.9", Math.floor),
  unary("round", "Rounded to the nearest whole number; halves go up", "4.5", Math.round),
  unary("trunc", "Without the digits after the point", "-4.9", Math.trunc),
  unary("sign", "-1, 0 or 1", "-3", Math.sign),
  unary("sqrt", "Square root", "9", Math.sqrt),
  unary("cbrt", "Cube root", "27", Math.cbrt),
  unary("exp", "e to the power of x", "0", Math.exp),
  unary("expm1", "e to the power of x, less 1", "0", Math.expm1),
  unary("log", "Natural logarithm", "1", Math.log),
  unary("log10", "Logarithm to base 10", "1000", Math.log10),
  unary("log1p", "Natural logarithm of 1 + x", "0", Math.log1p),
  unary("log2", "Logarithm to base 2", "8", Math.log2),
  unary("sin", "Sine of an angle in radians", "0", Math.sin),
  unary("cos", "Cosine of an angle in radians", "0", Math.cos),
  unary("tan", "Tangent of an angle in radians", "0", Math.tan),
  unary("asin", "Angle whose sine is x", "0", Math.asin),
  unary("acos", "Angle whose cosine is x", "1", Math.acos),
  unary("atan", "Angle whose tangent is x", "0", Math.atan),
  unary("sinh", "Hyperbolic sine", "0", Math.sinh),
  unary("cosh", "Hyperbolic cosine", "0", Math.cosh),
  unary("tanh", "Hyperbolic tangent", "0", Math.tanh),
  unary("asinh", "Inverse hyperbolic sine", "0", Math.asinh),
  unary("acosh", "Inverse hyperbolic cosine", "1", Math.acosh),
  unary("atanh", "Inverse hyperbolic tangent", "0", Math.atanh),
  unary("fround", "Rounded to 32 bits", "5.5", Math.fround),
  unary("clz32", "Zero bits in front of a 32-bit whole number", "1", Math.clz32),
  binary("atan2", "Angle of the point (y, x)", Math.atan2),
  binary("imul", "Product of two 32-bit whole numbers", Math.imul),
  binary("pow", "x to the power of y", Math.pow),
  variadic("hypot", "Square root of the sum of squares", Math.hypot),
  variadic("max", "The largest number", Math.max),
  variadic("min", "The smallest number", Math.min),
  {
    name: "random",
    signature: "Math.random()",
    description: "A number from 0 up to 1, the same when a run is played again",
    example: "Math.random() < 1",
    call: randomOf,
  },
]);
