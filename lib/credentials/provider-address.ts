import type { CredentialField, CredentialValues } from "./define.ts";

/** Where a model provider is reached when it is not its own address: a gateway of one's own in between. */
export function gatewayField(usual: string): CredentialField {
  return {
    key: "baseUrl",
    label: "Another address",
    optional: true,
    placeholder: usual,
    help: "Only for a gateway in between. Up to and with the version.",
  };
}

/** The provider's address without a slash at its end. */
export function addressOf({ baseUrl }: CredentialValues, usual = ""): string {
  return (baseUrl || usual).trim().replace(/\/+$/, "");
}

export function complaintAboutAddress({ baseUrl }: CredentialValues): Readonly<Record<string, string>> | null {
  if (!baseUrl) return null;
  const url = URL.parse(baseUrl);
  return url?.protocol === "http:" || url?.protocol === "https:"
    ? null
    : { baseUrl: "This is not a web address. It looks like https://api.example.com/v1." };
}
