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
  type: "data.json",
  version: 1,
  title: "JSON",
  summary: "Reads a JSON text or file into a value, or writes a value as JSON.",
  category: "data",
  keywords: ["parse", "stringify", "ndjson", "jsonl", "text"],
  effect: "step",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    mode: z.enum(["parse", "write"], "Choose read or write.").default("parse"),
    text: jsonValue.optional(),
    value: jsonValue.optional(),
    lines: z.boolean({ error: "Choose yes or no." }).default(false),
    indent: z.boolean({ error: "Choose yes or no." }).default(false),
    as: writtenAs,
    name: fileName,
  }),
  defaults: {
    mode: "parse",
    text: "{{ input }}",
    value: "{{ input }}",
    lines: false,
    indent: false,
    as: "text",
    name: "",
  },
  fields: {
    mode: modeField,
    text: textField,
    value: { ...valueField, label: "Value" },
    lines: { widget: "switch", label: "One value a line", help: "As logs and large exports have it (JSON Lines)." },
    indent: {
      widget: "switch",
      label: "Easy to read",
      help: "With line breaks and indents.",
      showWhen: { key: "mode", in: ["write"] },
    },
    as: writtenAsField,
    name: { ...fileNameField, placeholder: "data.json" },
  },
  output: (config) => (config.mode === "write" ? z.object({ text: z.string() }) : jsonValue),
  describe: (config) => (config.mode === "write" ? "Write" : "Read"),
});
