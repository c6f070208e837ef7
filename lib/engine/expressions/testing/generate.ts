import fc from "fast-check";
import type { Form, FormType } from "./form.ts";
import { allForms, leaves } from "./forms.ts";

const byType = new Map<FormType, Form[]>();
for (const form of allForms) byType.set(form.type, [...(byType.get(form.type) ?? []), form]);

const PLACEHOLDER = /\$([nisblmtrovkpgdz])(?![a-z])/;

/** Expressions whose outermost form is the given one; their parts are drawn from all forms. */
export function expressionOf(form: Form, depth: number): fc.Arbitrary<string> {
  return fc.constantFrom(...form.templates).chain((template) => fill(template, depth));
}

export function anyExpression(depth: number): fc.Arbitrary<string> {
  return fc.constantFrom(...allForms).chain((form) => expressionOf(form, depth));
}

function fill(template: string, depth: number): fc.Arbitrary<string> {
  const pieces = template.split(new RegExp(PLACEHOLDER, "g"));
  // Odd pieces are the captured types of placeholders.
  return fc
    .tuple(...pieces.map((piece, index) => (index % 2 === 0 ? fc.constant(piece) : part(piece as FormType, depth))))
    .map((parts) => parts.join(""));
}

function part(type: FormType, depth: number): fc.Arbitrary<string> {
  const leaf = fc.constantFrom(...leaves[type]);
  const candidates = byType.get(type) ?? [];
  if (depth <= 0 || candidates.length === 0) return leaf;
  const inner = fc
    .constantFrom(...candidates)
    .chain((form) => expressionOf(form, depth - 1))
    .map((source) => `(${source})`);
  return fc.oneof({ arbitrary: leaf, weight: 3 }, { arbitrary: inner, weight: 1 });
}
