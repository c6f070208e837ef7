import { withHeader } from "../../define.ts";
import { addressOf, complaintAboutAddress, gatewayField } from "../../provider-address.ts";
import { defineModelProvider } from "../../provider-limits.ts";

export const OPENAI_ADDRESS = "https://api.openai.com/v1";

export const openai = defineModelProvider({
  type: "openai",
  title: "OpenAI",
  summary: "An account with OpenAI's API, for its language and embedding models.",
  fields: [{ key: "apiKey", label: "API key", secret: true, placeholder: "sk-…" }, gatewayField(OPENAI_ADDRESS)],
  check: complaintAboutAddress,
  authorize: (request, { apiKey = "" }) => withHeader(request, "authorization", `Bearer ${apiKey}`),
  probe: (values) => ({ method: "GET", url: `${addressOf(values, OPENAI_ADDRESS)}/models` }),
});
