import { isHeaderName, isHeaderValue } from "../../../nodes/header-rules.ts";
import { defineCredentialType, probeTestUrl, testUrlField, withHeader } from "../../define.ts";

export const header = defineCredentialType({
  type: "header",
  title: "Header",
  summary: "A key in a header of its own, such as X-Api-Key.",
  fields: [
    { key: "name", label: "Header", placeholder: "X-Api-Key" },
    { key: "value", label: "Value", secret: true },
    testUrlField,
  ],
  check({ name = "", value = "" }): Readonly<Record<string, string>> | null {
    if (!isHeaderName(name)) return { name: "This is not a header name." };
    return isHeaderValue(value) ? null : { value: "It holds a line break or a character HTTP cannot send." };
  },
  authorize: (request, { name = "", value = "" }) => withHeader(request, name, value),
  probe: probeTestUrl,
});
