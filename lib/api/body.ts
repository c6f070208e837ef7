import { AppError } from "../errors.ts";
import { parseExactJson } from "./exact-json.ts";

const MiB = 1024 * 1024;

/**
 * A request's body as text, never holding more than `maxBytes` of it.
 * @throws AppError `body_too_large` (413), `invalid_json` (400) when it is not UTF-8
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // Not awaited: a sender that never ends would never let it resolve.
      reader.cancel().catch(() => {});
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new AppError("invalid_json", 400, "The body is not valid UTF-8 text.", { cause });
  }
}

/** @throws AppError as `readText` and `parseExactJson`, and `unsupported_media_type` (415) */
export function parseJsonBody(request: Request, text: string): unknown {
  if (text === "") return undefined;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json" && !type?.endsWith("+json")) {
    throw new AppError("unsupported_media_type", 415, "Send the body as application/json.", {
      headers: { "accept-post": "application/json" },
    });
  }
  return parseExactJson(text);
}

function tooLarge(maxBytes: number): AppError {
  const size = maxBytes >= MiB ? `${Math.floor(maxBytes / MiB)} MiB` : `${Math.floor(maxBytes / 1024)} KiB`;
  return new AppError("body_too_large", 413, `The body is larger than ${size}.`, { headers: { connection: "close" } });
}
