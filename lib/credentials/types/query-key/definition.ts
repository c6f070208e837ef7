import { defineCredentialType, probeTestUrl, testUrlField } from "../../define.ts";

export const queryKey = defineCredentialType({
  type: "query-key",
  title: "Key in the address",
  summary: "A key added to the address, as in ?api_key=… . Prefer a header where the service takes one.",
  fields: [
    { key: "name", label: "Parameter", placeholder: "api_key" },
    { key: "value", label: "Key", secret: true },
    testUrlField,
  ],
  authorize(request, { name = "", value = "" }) {
    const url = URL.parse(request.url);
    if (url === null) return request;
    url.searchParams.set(name, value);
    return { ...request, url: url.href };
  },
  probe: probeTestUrl,
});
