import { z } from "zod";
import { isJsonObject } from "../../engine/json.ts";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

export const definition = defineNode({
  type: "trigger.manual",
  version: 1,
  title: "When called",
  summary: "When someone presses Run, or a program calls the API.",
  category: "trigger",
  keywords: ["manual", "start", "button", "run", "api", "test"],
  effect: "pure",
  inputs: [],
  ports: ["out"],
  config: z.strictObject({
    inputSchema: z.record(z.string(), jsonValue).optional(),
  }),
  defaults: {},
  fields: {
    inputSchema: {
      widget: "json",
      label: "Expected input",
      help: "A JSON Schema of what the workflow is given. It describes the input to people and tools; leave it empty to accept anything.",
      placeholder: '{ "type": "object", "properties": { "name": { "type": "string" } } }',
      advanced: true,
    },
  },
  output: jsonValue,
  describe: (config) => {
    const schema = config.inputSchema;
    const properties = isJsonObject(schema) && isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
    return properties.length === 0 ? "Run button or API" : `Takes ${properties.join(", ")}`;
  },
  trigger: "manual",
});
