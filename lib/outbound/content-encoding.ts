import { type Duplex, pipeline, type Readable } from "node:stream";
import { promisify } from "node:util";
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  gunzip,
  inflate,
  zstdDecompress,
} from "node:zlib";
import { errorCode } from "../errors.ts";
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
const streamDecoders: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
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
  const layers = layersOf(headers, host);
  if (layers.length === 0 || body.length === 0) return body;
  let decoded = body;
  for (const name of layers) {
    const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    if (decode === undefined) throw unreadable(host, `compressed with ${name.slice(0, 40)}`);
    decoded = await decode(decoded, { maxOutputLength: maxBytes }).catch((error: unknown) => {
      throw isTooLong(error) ? tooLarge(maxBytes, host) : unreadable(host, `damaged ${name} data`);
    });
  }
  return decoded;
}

/** The same while the body arrives: at the first decoded byte too many it breaks off. */
export async function* decodeStream(
  body: Readable,
  headers: Record<string, string>,
  maxBytes: number,
  host: string,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    const layers = layersOf(headers, host).map((name) => {
      const make = Object.hasOwn(streamDecoders, name) ? streamDecoders[name] : undefined;
      if (make === undefined) throw unreadable(host, `compressed with ${name.slice(0, 40)}`);
      return make();
    });
    // A failure anywhere reaches the last one, which is the one that is read.
    const decoded = layers.reduce<Readable>((from, layer) => pipeline(from, layer, () => {}), body);
    // Not in object mode, and without an encoding.
    for await (const chunk of decoded as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes, host);
      yield chunk;
    }
  } catch (error) {
    throw isZlibError(error) ? unreadable(host, "damaged compressed data") : error;
  } finally {
    body.destroy();
  }
}

/** The last one applied comes first: that is the order in which they are undone. */
function layersOf(headers: Record<string, string>, host: string): string[] {
  const layers = (headers["content-encoding"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  if (layers.length > MAX_LAYERS) throw unreadable(host, `${layers.length} times compressed`);
  return layers.reverse();
}

function isZlibError(error: unknown): boolean {
  return /^(Z_|ERR_BROTLI|ERR__ERROR|ZSTD_|ERR_ZSTD)/.test(errorCode(error) ?? "");
}

function isTooLong(error: unknown): boolean {
  return error instanceof RangeError || errorCode(error) === "ERR_BUFFER_TOO_LARGE";
}

function unreadable(host: string, what: string): NodeError {
  return new NodeError("upstream", `The answer of ${host} cannot be read: it is ${what}.`, {
    retry: "never",
    details: { host },
  });
}
