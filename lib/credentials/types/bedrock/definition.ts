import { defineCredentialType, withHeader } from "../../define.ts";

export const bedrock = defineCredentialType({
  type: "bedrock",
  title: "Amazon Bedrock",
  summary: "An API key of Amazon Bedrock, for the models that are open to it in one region.",
  fields: [
    { key: "region", label: "Region", placeholder: "eu-central-1" },
    {
      key: "apiKey",
      label: "API key",
      secret: true,
      help: "Made in the AWS console under Bedrock, API keys.",
    },
  ],
  // The region becomes part of an address.
  check: ({ region = "" }) =>
    /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region) ? null : { region: "A region looks like eu-central-1." },
  authorize: (request, { apiKey = "" }) => withHeader(request, "authorization", `Bearer ${apiKey}`),
  probe: ({ region = "" }) => ({ method: "GET", url: `https://bedrock.${region}.amazonaws.com/foundation-models` }),
});
