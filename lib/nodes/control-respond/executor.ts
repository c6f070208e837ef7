import { definePure } from "../define.ts";
import { definition } from "./definition.ts";
import { responseHeaders } from "./response-headers.ts";

/** Statuses whose answer has no body by definition (RFC 9110). */
const withoutBody = new Set([204, 205, 304]);

export default definePure(definition, ({ config }) => ({
  port: "out",
  output: {
    status: config.status,
    headers: responseHeaders(config.headers),
    body: withoutBody.has(config.status) ? null : (config.body ?? null),
  },
}));
