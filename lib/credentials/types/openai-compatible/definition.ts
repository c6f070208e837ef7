import { defineCredentialType, withHeader } from "../../define.ts";

export const openaiCompatible = defineCredentialType({
  type: "openai-compatible",
  title: "Model provider",
  summary: "An address that speaks OpenAI's API: OpenAI itself, Mistral, vLLM, Ollama and many more.",
  fields: [
    {
      key: "baseUrl",
      label: "Address",
      placeholder: "https://api.openai.com/v1",
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
  check({ baseUrl = "" }) {
    const url = URL.parse(baseUrl);
    return url?.protocol === "http:" || url?.protocol === "https:"
      ? null
      : { baseUrl: "This is not a web address. It looks like https://api.example.com/v1." };
  },
  authorize: (request, { apiKey }) => (apiKey ? withHeader(request, "authorization", `Bearer ${apiKey}`) : request),
  probe: ({ baseUrl = "" }) => ({ method: "GET", url: `${baseUrl.replace(/\/+$/, "")}/models` }),
});
