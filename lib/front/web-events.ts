import { problemResponse } from "../api/problem.ts";
import { host } from "../host/host.ts";
import { newId } from "../ids.ts";
import { readStreamRequest, streamHeaders } from "./events.ts";

/** Event streams as a route handler: for processes without the front. */
export async function streamRoute(request: Request): Promise<Response> {
  try {
    const current = host();
    const { workspaceId, topics } = await readStreamRequest(current, request.headers, new URL(request.url));
    const encoder = new TextEncoder();
    let open: { close(): void } | undefined;
    let isOver = false;
    const stream = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          open = current.events.open(current.runs, workspaceId, topics, {
            write: (text) => isOver || controller.enqueue(encoder.encode(text)),
            get buffered() {
              return -(controller.desiredSize ?? 0);
            },
            end: () => {
              if (!isOver) controller.close();
              isOver = true;
            },
          });
        },
        cancel: () => {
          isOver = true;
          open?.close();
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
    );
    return new Response(stream, { headers: streamHeaders });
  } catch (error) {
    return problemResponse(error, newId("req"));
  }
}
