/** Kinds of credentials that models are called with. Safe in the browser. */
export const modelCredentialTypes = [
  "openai",
  "anthropic",
  "google",
  "azure-openai",
  "bedrock",
  "openai-compatible",
] as const;

export type ModelCredentialType = (typeof modelCredentialTypes)[number];
