import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { algorithmOptions, algorithms, encodingOptions, encodings } from "../digest-options.ts";

export const definition = defineNode({
  type: "data.sign",
  version: 1,
  title: "Sign",
  summary: "Signs a message with a shared key (HMAC), or checks that a message was signed with it.",
  category: "data",
  keywords: ["hmac", "signature", "verify", "secret", "webhook", "authenticate"],
  effect: "step",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    mode: z.enum(["sign", "verify"], "Choose sign or check.").default("sign"),
    message: jsonValue.optional(),
    signature: z.string({ error: "Give the signature to check." }).default(""),
    credential: z.string().trim().default(""),
    algorithm: z.enum(algorithms, "Choose how to sign.").default("sha256"),
    encoding: z.enum(encodings, "Choose how the signature is written.").default("hex"),
  }),
  defaults: {
    mode: "sign",
    message: "{{ input }}",
    signature: "",
    credential: "",
    algorithm: "sha256",
    encoding: "hex",
  },
  fields: {
    mode: {
      widget: "select",
      label: "Do",
      options: [
        { value: "sign", label: "Sign" },
        { value: "verify", label: "Check a signature" },
      ],
    },
    message: {
      widget: "template",
      label: "Message",
      help: "A text is signed as it is, in UTF-8; anything else as JSON, with the names of objects in order.",
      placeholder: "{{ input.payload }}",
    },
    signature: {
      widget: "template",
      label: "Signature",
      help: "What came with the message, without anything before it such as sha256=.",
      placeholder: "{{ trigger.headers['x-signature'] }}",
      showWhen: { key: "mode", in: ["verify"] },
    },
    credential: { widget: "credential", label: "Key", credentialTypes: ["signing-key"], required: true },
    algorithm: { widget: "select", label: "With", options: algorithmOptions, advanced: true },
    encoding: { widget: "select", label: "Written as", options: encodingOptions, advanced: true },
  },
  output: (config) =>
    config.mode === "verify" ? z.object({ valid: z.boolean() }) : z.object({ signature: z.string() }),
  describe: (config) => (config.mode === "verify" ? "Check a signature" : "Sign"),
});
