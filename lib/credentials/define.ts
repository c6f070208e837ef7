import { z } from "zod";
import type { OutboundRequest } from "../nodes/step-context.ts";

/** One thing a credential holds. */
export interface CredentialField {
  key: string;
  label: string;
  help?: string;
  placeholder?: string;
  /** Sealed, write-only, masked wherever it turns up. */
  secret?: boolean;
  optional?: boolean;
  /** Folded away in the form. */
  advanced?: boolean;
  /** Several lines. */
  long?: boolean;
}

/** What was stored, opened for one step: every field as text. */
export type CredentialValues = Readonly<Record<string, string>>;

export interface CredentialType {
  /** Name of its folder. */
  type: string;
  title: string;
  /** One sentence: what it is for. */
  summary: string;
  fields: readonly CredentialField[];
  /** What is wrong with the values as a whole, beyond the single fields; by field. */
  check?(values: CredentialValues): Readonly<Record<string, string>> | null;
  /** Adds what proves who calls. Absent: the type is not for HTTP requests. */
  authorize?(request: OutboundRequest, values: CredentialValues): OutboundRequest;
  /** Texts beside the secret fields that would give them away, such as an encoded pair. */
  derivedSecrets?(values: CredentialValues): readonly string[];
  /** A request that tells whether it works; null when there is nothing to ask. */
  probe?(values: CredentialValues): OutboundRequest | null;
}

/** Shorter secrets cannot be masked without masking innocent text, and are guessed anyway. */
export const MIN_SECRET_LENGTH = 8;
export const MAX_FIELD_LENGTH = 16_384;

export function defineCredentialType(type: CredentialType): CredentialType {
  return type;
}

/** Where HTTP types can be tried; asked for with GET. */
export const testUrlField: CredentialField = {
  key: "testUrl",
  label: "Address to test with",
  help: "Asked for with GET by the Test button. Any address that answers only to those who may.",
  placeholder: "https://api.example.com/me",
  optional: true,
};

export function probeTestUrl(values: CredentialValues): OutboundRequest | null {
  return values.testUrl ? { method: "GET", url: values.testUrl } : null;
}

/** The request with one more header, which no redirect carries elsewhere; a header of that name is replaced. */
export function withHeader(request: OutboundRequest, name: string, value: string): OutboundRequest {
  const lower = name.toLowerCase();
  const others = Object.entries(request.headers ?? {}).filter(([key]) => key.toLowerCase() !== lower);
  return {
    ...request,
    headers: { ...Object.fromEntries(others), [lower]: value },
    privateHeaders: [...(request.privateHeaders ?? []), lower],
  };
}

/** What may be stored in a field, as the API and the forms check it. */
export function fieldSchema(field: CredentialField): z.ZodType<string> {
  const text = z
    .string(`${field.label} is a text.`)
    .max(MAX_FIELD_LENGTH, `${field.label} is longer than ${MAX_FIELD_LENGTH.toLocaleString("en-US")} characters.`)
    .refine(
      (value) => !value.includes("\0") && value.isWellFormed(),
      "This text holds a character that cannot be stored.",
    );
  if (!field.secret)
    return field.optional ? text : text.refine((value) => value.trim() !== "", `${field.label} is needed.`);
  return text.refine(
    (value) => (field.optional === true && value === "") || value.length >= MIN_SECRET_LENGTH,
    `${field.label} has at least ${MIN_SECRET_LENGTH} characters.`,
  );
}
