import { withHeader } from "../../define.ts";
import { addressOf, complaintAboutAddress } from "../../provider-address.ts";
import { defineModelProvider } from "../../provider-limits.ts";

export const azureOpenai = defineModelProvider({
  type: "azure-openai",
  title: "Azure OpenAI",
  summary: "A resource in Azure, for the models that are deployed there. A model goes by its deployment's name.",
  fields: [
    {
      key: "baseUrl",
      label: "Address",
      placeholder: "https://my-resource.openai.azure.com/openai/v1",
      help: "The resource's endpoint, with /openai/v1 at its end.",
    },
    { key: "apiKey", label: "API key", secret: true },
  ],
  check(values): Readonly<Record<string, string>> | null {
    if (complaintAboutAddress(values)) return complaintAboutAddress(values);
    return addressOf(values).endsWith("/v1")
      ? null
      : { baseUrl: "The address ends in /openai/v1, as in https://my-resource.openai.azure.com/openai/v1." };
  },
  authorize: (request, { apiKey = "" }) => withHeader(request, "api-key", apiKey),
  probe: (values) => ({ method: "GET", url: `${addressOf(values)}/models` }),
});
