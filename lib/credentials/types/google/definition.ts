import { withHeader } from "../../define.ts";
import { addressOf, complaintAboutAddress, gatewayField } from "../../provider-address.ts";
import { defineModelProvider } from "../../provider-limits.ts";

export const GOOGLE_ADDRESS = "https://generativelanguage.googleapis.com/v1beta";

export const google = defineModelProvider({
  type: "google",
  title: "Google Gemini",
  summary: "A key of Google AI Studio, for the Gemini models.",
  fields: [{ key: "apiKey", label: "API key", secret: true, placeholder: "AIza…" }, gatewayField(GOOGLE_ADDRESS)],
  check: complaintAboutAddress,
  authorize: (request, { apiKey = "" }) => withHeader(request, "x-goog-api-key", apiKey),
  probe: (values) => ({ method: "GET", url: `${addressOf(values, GOOGLE_ADDRESS)}/models` }),
});
