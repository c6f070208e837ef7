import { withHeader } from "../../define.ts";
import { addressOf, complaintAboutAddress } from "../../provider-address.ts";
import { defineModelProvider } from "../../provider-limits.ts";

export const openaiCompatible = defineModelProvider({
  type: "openai-compatible",
  title: "OpenAI-compatible server",
  summary: "An address that speaks OpenAI's API: Ollama, vLLM, Mistral, OpenRouter and many more.",
  fields: [
    {
      key: "baseUrl",
      label: "Address",
      placeholder: "http://localhost:11434/v1",
      help: "Up to and with the version, without /chat/completions.",
    },
    {
      key: "apiKey",
      label: "API key",
      secret: true,
      optional: true,
      help: "Leave empty where the server asks for none.",
    },
  ],
  check: complaintAboutAddress,
  authorize: (request, { apiKey }) => (apiKey ? withHeader(request, "authorization", `Bearer ${apiKey}`) : request),
  probe: (values) => ({ method: "GET", url: `${addressOf(values)}/models` }),
});
