import { isHeaderName, isHeaderValue } from "../../../nodes/header-rules.ts";
import {
  type CredentialValues,
  defineCredentialType,
  MIN_SECRET_LENGTH,
  probeTestUrl,
  testUrlField,
  withHeader,
} from "../../define.ts";

export const custom = defineCredentialType({
  type: "custom",
  title: "Custom headers",
  summary: "Several headers at once, for services with ways of their own.",
  fields: [
    {
      key: "headers",
      label: "Headers",
      secret: true,
      long: true,
      help: "One a line: Name: value",
      placeholder: "X-Client-Id: …\nX-Client-Secret: …",
    },
    testUrlField,
  ],
  check(values) {
    const wrong = linesOf(values).findIndex(({ name, value }) => !isHeaderName(name) || !isHeaderValue(value));
    return wrong === -1 ? null : { headers: `Line ${wrong + 1} is not of the form “Name: value”.` };
  },
  authorize: (request, values) =>
    linesOf(values).reduce((built, { name, value }) => withHeader(built, name, value), request),
  // What is shorter would mask innocent text with it.
  derivedSecrets: (values) =>
    linesOf(values)
      .map(({ value }) => value)
      .filter((value) => value.length >= MIN_SECRET_LENGTH),
  probe: probeTestUrl,
});

function linesOf({ headers = "" }: CredentialValues): { name: string; value: string }[] {
  const lines = headers.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const colon = line.indexOf(":");
    return { name: line.slice(0, Math.max(0, colon)).trim(), value: line.slice(colon + 1).trim() };
  });
}
