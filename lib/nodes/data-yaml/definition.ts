import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import {
  fileName,
  fileNameField,
  modeField,
  textField,
  valueField,
  writtenAs,
  writtenAsField,
} from "../format-nodes.ts";

export const definition = defineNode({
  type: "data.yaml",
  version: 1,
  title: "YAML",
  summary: "Reads a YAML text or file into a value, or writes a value as YAML.",
  category: "data",
  keywords: ["yml", "config", "parse", "front matter"],
  effect: "step",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    mode: z.enum(["parse", "write"], "Choose read or write.").default("parse"),
    text: jsonValue.optional(),
    value: jsonValue.optional(),
    as: writtenAs,
    name: fileName,
  }),
  defaults: { mode: "parse", text: "{{ input }}", value: "{{ input }}", as: "text", name: "" },
  fields: {
    mode: modeField,
    text: textField,
    value: { ...valueField, label: "Value" },
    as: writtenAsField,
    name: { ...fileNameField, placeholder: "data.yaml" },
  },
  output: (config) => (config.mode === "write" ? z.object({ text: z.string() }) : jsonValue),
  describe: (config) => (config.mode === "write" ? "Write" : "Read"),
});
