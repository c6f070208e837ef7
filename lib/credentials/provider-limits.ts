import { type CredentialField, type CredentialType, type CredentialValues, defineCredentialType } from "./define.ts";

/** How much a model provider lets itself be called; empty fields leave it to the workspace's rules. */
export const limitFields = [
  {
    key: "requestsPerMinute",
    label: "Requests a minute",
    optional: true,
    advanced: true,
    placeholder: "500",
    help: "As many as the account allows. More wait for their turn.",
  },
  { key: "tokensPerMinute", label: "Tokens a minute", optional: true, advanced: true, placeholder: "200000" },
  {
    key: "callsAtOnce",
    label: "Calls at once",
    optional: true,
    advanced: true,
    placeholder: "8",
    help: "For a server of your own that gets slow with more. Counted in each process of Heddle.",
  },
] as const satisfies readonly CredentialField[];

const MOST = 1_000_000_000;

/** A kind of credential that models are called with. */
export function defineModelProvider(type: CredentialType): CredentialType {
  return defineCredentialType({
    ...type,
    fields: [...type.fields, ...limitFields],
    check: (values) => type.check?.(values) ?? complaintAboutLimits(values),
  });
}

/** The number in a field; null where it is empty, or holds none. */
export function limitIn(values: CredentialValues, key: (typeof limitFields)[number]["key"]): number | null {
  const text = values[key]?.trim() ?? "";
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST ? Number(text) : null;
}

function complaintAboutLimits(values: CredentialValues): Readonly<Record<string, string>> | null {
  const wrong = limitFields.filter(({ key }) => (values[key]?.trim() ?? "") !== "" && limitIn(values, key) === null);
  if (wrong.length === 0) return null;
  return Object.fromEntries(wrong.map(({ key }) => [key, "Give a whole number from 1, or leave it empty."]));
}
