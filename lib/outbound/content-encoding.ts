import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, zstdDecompress } from "node:zlib";
import { NodeError } from "../nodes/define.ts";
import { tooLarge } from "./failures.ts";

type Decoder = (data: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};
const MAX_LAYERS = 3;

/**
 * The gate asks for uncompressed answers; some servers compress all the same. What comes out is held to the same limit
 * as what came in, and decoding stops there: a small answer cannot blow up.
 * @throws NodeError `output_too_large`, `upstream`
 */
export async function decodeBody(
  body: Uint8Array,
  headers: Record<string, string>,
  maxBytes: number,
  host: string,
): Promise<Uint8Array> {
  const layers = (headers["content-encoding"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  if (layers.length === 0 || body.length === 0) return body;
  if (layers.length > MAX_LAYERS) throw unreadable(host, `${layers.length} times compressed`);
  let decoded = body;
  for (const name of layers.reverse()) {
    const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    if (decode === undefined) throw unreadable(host, `compressed with ${name.slice(0, 40)}`);
    decoded = await decode(decoded, { maxOutputLength: maxBytes }).catch((error: unknown) => {
      throw isTooLong(error) ? tooLarge(maxBytes, host) : unreadable(host, `damaged ${name} data`);
    });
  }
  return decoded;
}

function isTooLong(error: unknown): boolean {
  return error instanceof RangeError || (error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE";
}

function unreadable(host: string, what: string): NodeError {
  return new NodeError("upstream", `The answer of ${host} cannot be read: it is ${what}.`, {
    retry: "never",
    details: { host },
  });
}
