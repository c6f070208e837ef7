import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { fieldName, listValue } from "../list-input.ts";

const modes = ["append", "by-key", "by-position"] as const;

export const definition = defineNode({
  type: "data.merge",
  version: 1,
  title: "Merge data",
  summary: "Puts two lists together: one after the other, side by side, or by a common field.",
  category: "data",
  keywords: ["join", "combine", "append", "concat", "lookup", "enrich", "zip", "match"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    left: listValue,
    right: listValue,
    mode: z.enum(modes, `Choose from ${modes.join(", ")}.`).default("append"),
    leftKey: fieldName.default("id"),
    rightKey: fieldName.default("id"),
    keep: z.enum(["matches", "left", "all"], "Choose matches, left or all.").default("left"),
  }),
  defaults: { left: "", right: "", mode: "append", leftKey: "id", rightKey: "id", keep: "left" },
  fields: {
    left: { widget: "expression", label: "First list", placeholder: "{{ orders.body.items }}" },
    right: { widget: "expression", label: "Second list", placeholder: "{{ customers.body.items }}" },
    mode: {
      widget: "select",
      label: "How",
      options: [
        { value: "append", label: "One after the other" },
        { value: "by-key", label: "By a common field" },
        { value: "by-position", label: "Side by side, by position" },
      ],
    },
    leftKey: {
      widget: "text",
      label: "Field of the first",
      help: "customer.id is one further in.",
      showWhen: { key: "mode", in: ["by-key"] },
    },
    rightKey: { widget: "text", label: "Field of the second", showWhen: { key: "mode", in: ["by-key"] } },
    keep: {
      widget: "select",
      label: "Keep",
      help: "What to do with items that have no partner.",
      options: [
        { value: "matches", label: "Only what matches" },
        { value: "left", label: "All of the first list" },
        { value: "all", label: "All of both lists" },
      ],
      showWhen: { key: "mode", in: ["by-key", "by-position"] },
    },
  },
  output: z.array(jsonValue),
  describe: (config) =>
    config.mode === "by-key"
      ? `By ${config.leftKey ?? "id"}`
      : config.mode === "by-position"
        ? "Side by side"
        : "Append",
});
