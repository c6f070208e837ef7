import { createHash } from "node:crypto";
import { limits } from "../config/limits.ts";
import { NodeError } from "../nodes/define.ts";
import type { FileContent, PutOptions } from "./file-store.ts";

/** Content cut into pieces of the same size, measured and hashed on the way. */
export interface PieceReader {
  /** Pieces of `limits.fileChunkBytes`, the last one shorter; none for an empty file. */
  pieces(): AsyncGenerator<Uint8Array>;
  /** Bytes so far. */
  size(): number;
  /** SHA-256 of all of it, hex; once, at the end. */
  sha256(): string;
}

/** @throws NodeError `output_too_large`, from the pieces */
export function readPieces(content: FileContent, options: PutOptions): PieceReader {
  const maxBytes = Math.min(options.maxBytes ?? limits.fileBytes, limits.fileBytes);
  const hash = createHash("sha256");
  let size = 0;

  async function* pieces(): AsyncGenerator<Uint8Array> {
    let held: Uint8Array[] = [];
    let heldBytes = 0;
    for await (const part of sourceOf(content)) {
      options.signal?.throwIfAborted();
      size += part.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      hash.update(part);
      // A source may use its buffer again for the next part.
      held.push(Uint8Array.from(part));
      heldBytes += part.length;
      while (heldBytes >= limits.fileChunkBytes) {
        const all = held.length === 1 ? (held[0] as Uint8Array) : Buffer.concat(held, heldBytes);
        yield all.subarray(0, limits.fileChunkBytes);
        const rest = all.subarray(limits.fileChunkBytes);
        held = rest.length > 0 ? [rest] : [];
        heldBytes = rest.length;
      }
    }
    options.signal?.throwIfAborted();
    if (heldBytes > 0) yield Buffer.concat(held, heldBytes);
  }

  return { pieces, size: () => size, sha256: () => hash.digest("hex") };
}

async function* sourceOf(content: FileContent): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) yield content;
  else yield* content;
}

function tooLarge(maxBytes: number): NodeError {
  const text = maxBytes >= 1024 * 1024 ? `${Math.round((maxBytes / 1024 / 1024) * 10) / 10} MiB` : `${maxBytes} bytes`;
  return new NodeError("output_too_large", `The file is larger than ${text}, the most that can be kept.`, {
    retry: "never",
    details: { maxBytes },
  });
}
