import type { CredentialType } from "../define.ts";
import { anthropic } from "./anthropic/definition.ts";
import { azureOpenai } from "./azure-openai/definition.ts";
import { basic } from "./basic/definition.ts";
import { bearer } from "./bearer/definition.ts";
import { bedrock } from "./bedrock/definition.ts";
import { custom } from "./custom/definition.ts";
import { google } from "./google/definition.ts";
import { header } from "./header/definition.ts";
import { jwtKey } from "./jwt-key/definition.ts";
import { openai } from "./openai/definition.ts";
import { openaiCompatible } from "./openai-compatible/definition.ts";
import { queryKey } from "./query-key/definition.ts";
import { signingKey } from "./signing-key/definition.ts";
import { smtp } from "./smtp/definition.ts";

/** In the order they are offered. Safe in the browser. */
export const credentialTypes: readonly CredentialType[] = [
  bearer,
  basic,
  header,
  queryKey,
  custom,
  signingKey,
  jwtKey,
  openai,
  anthropic,
  google,
  azureOpenai,
  bedrock,
  openaiCompatible,
  smtp,
];

export function credentialType(type: string): CredentialType | undefined {
  return credentialTypes.find((one) => one.type === type);
}
