import { limits } from "../../config/limits.ts";
import type { Json } from "../../engine/json.ts";
import { asFileReference, type FileReference } from "../../files/file-reference.ts";
import { NodeError } from "../define.ts";
import type { StepFiles } from "../step-context.ts";

/** One field of a multipart form. */
export type Part = { name: string } & ({ text: string } | { file: FileReference["file"] });

interface Body {
  body: Uint8Array;
  contentType: string;
}

/** @throws NodeError `invalid_input`, `not_found` */
export async function fileBody(value: Json | undefined, files: StepFiles): Promise<Body> {
  const reference = asFileReference(value);
  if (reference === null) {
    throw new NodeError("invalid_input", "The body is to be a file, and what is given is none.", {
      retry: "never",
      details: { field: "body" },
    });
  }
  return { body: await bytesOf(reference.file, files), contentType: reference.file.mediaType };
}

/** A form with texts and files, each file read from the store. */
export async function multipartBody(parts: readonly Part[], files: StepFiles): Promise<Body> {
  const contents: Uint8Array[] = [];
  let left = limits.httpRequestBytes;
  for (const part of parts) {
    const content =
      "text" in part ? Buffer.from(part.text.replace(/\r?\n/g, "\r\n")) : await bytesOf(part.file, files, left);
    left -= content.length;
    contents.push(content);
  }
  // Any text that is in no part will do: it is made longer until it is.
  let boundary = "heddle-form-boundary";
  while (contents.some((content) => Buffer.from(content.buffer, content.byteOffset, content.length).includes(boundary)))
    boundary += "-x";
  const pieces = parts.flatMap((part, at) => [
    Buffer.from(`--${boundary}\r\n${headOf(part)}\r\n\r\n`),
    contents[at] as Uint8Array,
    Buffer.from("\r\n"),
  ]);
  const body = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}

function headOf(part: Part): string {
  const name = `content-disposition: form-data; name="${quotable(part.name)}"`;
  if ("text" in part) return name;
  return `${name}; filename="${quotable(part.file.name)}"\r\ncontent-type: ${lineOf(part.file.mediaType)}`;
}

/** As browsers write a field's name: nothing in it can end the header. */
function quotable(name: string): string {
  return name.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");
}

/** A reference comes from a document or an answer: its media type is text like any other. */
function lineOf(mediaType: string): string {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(mediaType) ? mediaType : "application/octet-stream";
}

async function bytesOf(
  file: FileReference["file"],
  files: StepFiles,
  most = limits.httpRequestBytes,
): Promise<Uint8Array> {
  const open = await files.open(file.id);
  if (open.size > most) {
    const mebi = limits.httpRequestBytes / 1024 / 1024;
    throw new NodeError(
      "invalid_input",
      `"${file.name}" is too large to be sent: a request holds at most ${mebi} MiB.`,
      {
        retry: "never",
        details: { field: "body", maxBytes: limits.httpRequestBytes },
      },
    );
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of open.content) pieces.push(piece);
  return Buffer.concat(pieces);
}
