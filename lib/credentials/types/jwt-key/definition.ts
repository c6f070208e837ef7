import { defineCredentialType } from "../../define.ts";

export const jwtKey = defineCredentialType({
  type: "jwt-key",
  title: "JWT key",
  summary: "What tokens of callers are checked with: a shared secret, a public key, or a set of keys (JWKS).",
  fields: [
    {
      key: "key",
      label: "Key",
      secret: true,
      long: true,
      help: "A secret of 32 characters or more, a public key in PEM, or the JSON of a key set.",
      placeholder: "-----BEGIN PUBLIC KEY-----",
    },
    { key: "issuer", label: "Issuer", optional: true, help: "Tokens of others are refused (iss)." },
    { key: "audience", label: "Audience", optional: true, help: "Tokens for others are refused (aud)." },
  ],
  check({ key = "" }): Readonly<Record<string, string>> | null {
    if (key.includes("PRIVATE KEY")) return { key: "This is a private key. Tokens are checked with the public one." };
    if (key.trim().startsWith("{")) return isJson(key) ? null : { key: "The key set is not JSON." };
    if (key.includes("-----BEGIN")) return null;
    return key.length >= 32 ? null : { key: "A shared secret has at least 32 characters." };
  },
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
