import { withHeader } from "../../define.ts";
import { addressOf, complaintAboutAddress, gatewayField } from "../../provider-address.ts";
import { defineModelProvider } from "../../provider-limits.ts";

export const ANTHROPIC_ADDRESS = "https://api.anthropic.com/v1";

export const anthropic = defineModelProvider({
  type: "anthropic",
  title: "Anthropic",
  summary: "An account with Anthropic's API, for the Claude models.",
  fields: [{ key: "apiKey", label: "API key", secret: true, placeholder: "sk-ant-…" }, gatewayField(ANTHROPIC_ADDRESS)],
  check: complaintAboutAddress,
  authorize: (request, { apiKey = "" }) => withHeader(request, "x-api-key", apiKey),
  probe: (values) => ({
    method: "GET",
    url: `${addressOf(values, ANTHROPIC_ADDRESS)}/models`,
    headers: { "anthropic-version": "2023-06-01" },
  }),
});
