import { z } from "zod";
import type { Json } from "../../engine/json.ts";
import { jsonValue, namesWithValues, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

const STATUS = "Give a status from 200 to 599, such as 200 (fine), 404 (not found) or 422 (bad data).";

export const definition = defineNode({
  type: "control.respond",
  version: 1,
  title: "Respond",
  summary: "Answers who called, by a webhook or in a chat; the workflow goes on after it.",
  category: "control",
  keywords: ["reply", "answer", "webhook", "http", "return", "response"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    status: wholeNumber({ min: 200, max: 599, message: STATUS }).default(200),
    headers: namesWithValues.default([]),
    body: jsonValue.optional(),
  }),
  defaults: { status: 200, headers: [], body: "{{ input }}" },
  fields: {
    status: { widget: "number", label: "Status", help: STATUS, placeholder: "200" },
    body: {
      widget: "template",
      label: "Body",
      help: "Text is sent as text, everything else as JSON. A value that is exactly one {{ … }} keeps its type.",
      placeholder: "{{ input }}",
    },
    headers: {
      widget: "key-values",
      label: "Headers",
      help: "Sent with the answer. The length and the connection are handled for you.",
      advanced: true,
    },
  },
  output: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: jsonValue }),
  describe: (config) => `Answer ${statusText(config.status)}`,
});

function statusText(status: Json | undefined): string {
  return typeof status === "number" || (typeof status === "string" && /^\d+$/.test(status)) ? `${status}` : "200";
}
