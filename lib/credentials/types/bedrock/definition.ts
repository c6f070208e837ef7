import { type CredentialValues, withHeader } from "../../define.ts";
import { defineModelProvider } from "../../provider-limits.ts";
import { signRequest } from "./sign-request.ts";

export const bedrock = defineModelProvider({
  type: "bedrock",
  title: "Amazon Bedrock",
  summary: "An API key of Amazon Bedrock, or an access key of AWS, for the models that are open to it in one region.",
  fields: [
    { key: "region", label: "Region", placeholder: "eu-central-1" },
    {
      key: "apiKey",
      label: "API key",
      secret: true,
      optional: true,
      help: "Made in the AWS console under Bedrock, API keys. Leave empty to use an access key.",
    },
    { key: "accessKeyId", label: "Access key", optional: true, placeholder: "AKIA…" },
    { key: "secretAccessKey", label: "Secret access key", secret: true, optional: true },
    {
      key: "sessionToken",
      label: "Session token",
      secret: true,
      optional: true,
      help: "Only with an access key that is lent for a time.",
    },
  ],
  check(values): Readonly<Record<string, string>> | null {
    // The region becomes part of an address.
    if (!/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(values.region ?? ""))
      return { region: "A region looks like eu-central-1." };
    if (values.apiKey || accessKeyOf(values)) return null;
    return values.accessKeyId || values.secretAccessKey
      ? { secretAccessKey: "An access key and its secret go together." }
      : { apiKey: "Give an API key, or an access key with its secret." };
  },
  authorize(request, values) {
    if (values.apiKey) return withHeader(request, "authorization", `Bearer ${values.apiKey}`);
    const keys = accessKeyOf(values);
    const { region = "" } = values;
    return keys ? signRequest(request, keys, { region, service: "bedrock", at: new Date() }) : request;
  },
  probe: ({ region = "" }) => ({ method: "GET", url: `https://bedrock.${region}.amazonaws.com/foundation-models` }),
});

function accessKeyOf({ accessKeyId, secretAccessKey, sessionToken }: CredentialValues) {
  if (!accessKeyId || !secretAccessKey) return null;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
