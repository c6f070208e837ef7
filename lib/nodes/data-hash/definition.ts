import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { algorithmOptions, algorithms, encodingOptions, encodings } from "../digest-options.ts";

export const definition = defineNode({
  type: "data.hash",
  version: 1,
  title: "Hash",
  summary: "Makes a fingerprint of a value: the same for the same value, and of no use to find the value again.",
  category: "data",
  keywords: ["sha256", "md5", "digest", "checksum", "fingerprint", "encode"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    value: jsonValue.optional(),
    algorithm: z.enum(algorithms, "Choose how to hash.").default("sha256"),
    encoding: z.enum(encodings, "Choose how to write the hash.").default("hex"),
  }),
  defaults: { value: "{{ input }}", algorithm: "sha256", encoding: "hex" },
  fields: {
    value: {
      widget: "template",
      label: "Value",
      help: "A text is hashed as it is, in UTF-8; anything else as JSON, with the names of objects in order.",
      placeholder: "{{ input.email }}",
    },
    algorithm: { widget: "select", label: "With", options: algorithmOptions },
    encoding: { widget: "select", label: "Written as", options: encodingOptions },
  },
  output: z.object({ hash: z.string() }),
  describe: (config) => algorithmOptions.find(({ value }) => value === config.algorithm)?.label ?? "",
});
