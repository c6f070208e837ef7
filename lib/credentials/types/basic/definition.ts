import { defineCredentialType, probeTestUrl, testUrlField, withHeader } from "../../define.ts";

export const basic = defineCredentialType({
  type: "basic",
  title: "User name and password",
  summary: "HTTP Basic: both are sent with every request.",
  fields: [{ key: "username", label: "User name" }, { key: "password", label: "Password", secret: true }, testUrlField],
  check: ({ username = "" }) => (username.includes(":") ? { username: "A user name has no colon." } : null),
  authorize: (request, values) => withHeader(request, "authorization", `Basic ${pair(values)}`),
  derivedSecrets: (values) => [pair(values)],
  probe: probeTestUrl,
});

function pair({ username = "", password = "" }: Readonly<Record<string, string>>): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
