import { z } from "zod";
import { limits } from "../config/limits.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { asFileReference, type FileReference } from "../files/file-reference.ts";
import type { Conversion } from "../formats/protocol.ts";
import { plainText } from "./config-schemas.ts";
import { type FieldSpec, NodeError } from "./define.ts";
import type { StepContext } from "./step-context.ts";

/** What the nodes that read and write formats share: where a text comes from, and what becomes of a written one. */

export const writtenAs = z.enum(["text", "file"], "Choose text or file.").default("text");
export const fileName = plainText.default("");

export const textField: FieldSpec = {
  widget: "template",
  label: "Text",
  help: "The text to read, or a file that a download or a webhook passed on.",
  placeholder: "{{ input.body }}",
  showWhen: { key: "mode", in: ["parse"] },
};
export const valueField: FieldSpec = {
  widget: "expression",
  label: "Value",
  placeholder: "{{ input }}",
  showWhen: { key: "mode", in: ["write"] },
};
export const modeField: FieldSpec = {
  widget: "select",
  label: "Do",
  options: [
    { value: "parse", label: "Read it" },
    { value: "write", label: "Write it" },
  ],
};
export const writtenAsField: FieldSpec = {
  widget: "select",
  label: "Give it as",
  options: [
    { value: "text", label: "Text" },
    { value: "file", label: "A file to keep or send" },
  ],
  showWhen: { key: "mode", in: ["write"] },
  advanced: true,
};
export const fileNameField: FieldSpec = {
  widget: "text",
  label: "File name",
  placeholder: "orders.csv",
  showWhen: { key: "as", in: ["file"] },
  advanced: true,
};

/**
 * A text to read: itself, or the content of a file (UTF-8, or what its first bytes say).
 * @throws NodeError `invalid_input`, `not_found`
 */
export async function textToRead(value: Json | undefined, ctx: StepContext): Promise<string> {
  if (typeof value === "string") return value;
  const reference = asFileReference(value);
  if (!reference) throw refused("Give a text to read, or a file.");
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (await ctx.files.open(reference.file.id)).content) {
    bytes += part.length;
    if (bytes > limits.formatBytes) {
      throw refused(`The file is larger than ${limits.formatBytes / 1024 / 1024} MiB, the most that is read at once.`);
    }
    parts.push(part);
  }
  return decoded(Buffer.concat(parts));
}

function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return new TextDecoder(isUtf16 ? (first === 0xff ? "utf-16le" : "utf-16be") : "utf-8").decode(bytes);
}

/** A written text, as the config wants it. */
export async function givenAs(
  config: { as: "text" | "file"; name: string },
  text: Json,
  kind: { mediaType: string; extension: string },
  ctx: StepContext,
): Promise<{ text: Json } | FileReference> {
  if (config.as === "text") return { text };
  const name = config.name.trim() || `data.${kind.extension}`;
  return ctx.files.put({ name, mediaType: kind.mediaType }, Buffer.from(String(text), "utf8"));
}

/** One conversion of a node: reads a text or writes a value, by its mode. */
export async function convertByMode(
  format: "csv" | "json" | "xml" | "yaml",
  config: {
    mode: "parse" | "write";
    text?: Json | undefined;
    value?: Json | undefined;
    as: "text" | "file";
    name: string;
  },
  options: JsonObject,
  kind: { mediaType: string; extension: string },
  ctx: StepContext,
): Promise<{ port: string; output: Json }> {
  const conversion: Conversion = `${format}.${config.mode}`;
  if (config.mode === "parse") {
    return { port: "out", output: await ctx.formats.convert(conversion, await textToRead(config.text, ctx), options) };
  }
  const text = await ctx.formats.convert(conversion, config.value ?? null, options);
  return { port: "out", output: await givenAs(config, text, kind, ctx) };
}

function refused(message: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never", details: { field: "text" } });
}
