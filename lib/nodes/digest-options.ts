/** What can be chosen where something is hashed or signed; without the code that does it, for the browser. */
export const algorithms = ["sha256", "sha384", "sha512", "sha1", "md5"] as const;
export type Algorithm = (typeof algorithms)[number];
export const encodings = ["hex", "base64", "base64url"] as const;
export type Encoding = (typeof encodings)[number];

export const algorithmOptions = [
  { value: "sha256", label: "SHA-256" },
  { value: "sha384", label: "SHA-384" },
  { value: "sha512", label: "SHA-512" },
  { value: "sha1", label: "SHA-1 (old)" },
  { value: "md5", label: "MD5 (old, for checks only)" },
] as const;

export const encodingOptions = [
  { value: "hex", label: "Hexadecimal" },
  { value: "base64", label: "Base64" },
  { value: "base64url", label: "Base64 for addresses" },
] as const;
