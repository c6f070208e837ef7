import { z } from "zod";
import { jsonValue, plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { textField } from "../format-nodes.ts";

const value = z.strictObject({
  name: plainText,
  selector: plainText,
  take: plainText.default("text"),
  all: z.boolean().default(false),
});

export const definition = defineNode({
  type: "data.html",
  version: 1,
  title: "HTML",
  summary: "Takes values or the plain text out of a web page, or writes rows as a table.",
  category: "data",
  keywords: ["web", "page", "scrape", "selector", "css", "table", "extract", "text"],
  effect: "step",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    mode: z.enum(["extract", "text", "table"], "Choose what to do.").default("extract"),
    text: jsonValue.optional(),
    values: z.array(value).max(100, "Take at most 100 values.").default([]),
    rows: jsonValue.optional(),
    caption: plainText.default(""),
  }),
  defaults: {
    mode: "extract",
    text: "{{ input.body }}",
    values: [{ name: "title", selector: "title", take: "text", all: false }],
    rows: "{{ input }}",
    caption: "",
  },
  fields: {
    mode: {
      widget: "select",
      label: "Do",
      options: [
        { value: "extract", label: "Take values out" },
        { value: "text", label: "Make it plain text" },
        { value: "table", label: "Write a table" },
      ],
    },
    text: { ...textField, label: "Page", showWhen: { key: "mode", in: ["extract", "text"] } },
    values: {
      widget: "collection",
      label: "Values",
      itemName: "value",
      items: {
        name: { widget: "text", label: "Name", placeholder: "title" },
        selector: { widget: "text", label: "Selector", help: "CSS, such as h1 or .price > span.", placeholder: "h1" },
        take: {
          widget: "text",
          label: "Take",
          help: "text, inside, html, or the name of an attribute such as href.",
          placeholder: "text",
        },
        all: { widget: "switch", label: "Every match, as a list" },
      },
      showWhen: { key: "mode", in: ["extract"] },
    },
    rows: {
      widget: "expression",
      label: "Rows",
      help: "Objects, with their names as head, or lists. Every value is escaped.",
      placeholder: "{{ input }}",
      showWhen: { key: "mode", in: ["table"] },
    },
    caption: { widget: "text", label: "Caption", showWhen: { key: "mode", in: ["table"] } },
  },
  output: (config) =>
    config.mode === "extract"
      ? z.record(z.string(), jsonValue)
      : z.object({ [config.mode === "table" ? "html" : "text"]: z.string() }),
  describe: (config) => {
    if (config.mode === "table") return "Write a table";
    return config.mode === "text" ? "Plain text" : "Take values out";
  },
});
