import { AppError, type FieldError } from "../errors.ts";
import { type CredentialType, type CredentialValues, fieldSchema } from "./define.ts";
import { credentialType, credentialTypes } from "./types/all.ts";

/** @throws AppError `unknown_credential_type` (422) */
export function requireType(type: string): CredentialType {
  const found = credentialType(type);
  if (found) return found;
  const known = credentialTypes.map((one) => one.type).join(", ");
  throw new AppError(
    "unknown_credential_type",
    422,
    `There is no kind of credential called ${type}. Choose from ${known}.`,
  );
}

/**
 * What is wrong with the values of a credential, by field.
 * @param values every field that is not optional
 */
export function complaintsAbout(type: CredentialType, values: CredentialValues): FieldError[] {
  const keys = new Set(type.fields.map(({ key }) => key));
  const unknown = Object.keys(values).filter((key) => !keys.has(key));
  const errors = unknown.map((key) => complaint(key, "unknown_field", `${type.title} has no field ${key}.`));
  for (const field of type.fields) {
    const given = values[field.key];
    if (given === undefined && field.optional) continue;
    const issue = fieldSchema(field).safeParse(given ?? "").error?.issues[0];
    if (issue) errors.push(complaint(field.key, "invalid", issue.message));
  }
  if (errors.length > 0) return errors;
  return Object.entries(type.check?.(values) ?? {}).map(([key, message]) => complaint(key, "invalid", message));
}

/** @throws AppError `invalid_credential` (422) with a complaint for each field */
export function requireGood(type: CredentialType, values: CredentialValues): void {
  const errors = complaintsAbout(type, values);
  const [first] = errors;
  if (first) throw new AppError("invalid_credential", 422, first.message, { errors });
}

/** Splits values into what is sealed and what may be shown. Empty optional ones are left out. */
export function parted(
  type: CredentialType,
  values: CredentialValues,
): { fields: Record<string, string>; secrets: Record<string, string> } {
  const fields: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const { key, secret } of type.fields) {
    const value = values[key];
    if (value !== undefined && value !== "") (secret ? secrets : fields)[key] = value;
  }
  return { fields, secrets };
}

function complaint(key: string, code: string, message: string): FieldError {
  return { path: `values.${key}`, code, message };
}
