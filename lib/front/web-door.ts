import { bodyIncomplete, bodyTooLarge } from "./body-errors.ts";
import type { DoorRequest, DoorResponse } from "./door.ts";

export function webRequest(request: Request, path: string, query: string): DoorRequest {
  return {
    method: request.method,
    path,
    query,
    headers: Object.fromEntries(request.headers),
    readBody: (limit) => readBody(request, limit),
  };
}

export function webResponse(answer: DoorResponse): Response {
  const withoutBody = answer.status === 204 || answer.status === 205 || answer.status === 304;
  return new Response(withoutBody ? null : answer.body, { status: answer.status, headers: answer.headers });
}

async function readBody(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw bodyTooLarge(limit);
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw bodyIncomplete(cause);
    });
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > limit) {
      // Not awaited: a sender that never ends would never let it resolve.
      reader.cancel().catch(() => undefined);
      throw bodyTooLarge(limit);
    }
    chunks.push(value);
  }
}
