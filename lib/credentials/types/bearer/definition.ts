import { defineCredentialType, probeTestUrl, testUrlField, withHeader } from "../../define.ts";

export const bearer = defineCredentialType({
  type: "bearer",
  title: "Bearer token",
  summary: "A token sent as “Authorization: Bearer …”, as most services ask for.",
  fields: [{ key: "token", label: "Token", secret: true, help: "Without the word Bearer." }, testUrlField],
  check: ({ token = "" }) => (/[\r\n]/.test(token) ? { token: "A token has no line breaks." } : null),
  authorize: (request, { token = "" }) => withHeader(request, "authorization", `Bearer ${token}`),
  probe: probeTestUrl,
});
