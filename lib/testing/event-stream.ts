/** One event of a `text/event-stream`. */
export interface StreamedEvent {
  id: string | undefined;
  type: string;
  data: unknown;
}

/** Events of an open stream, as they come; ends with the stream. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamedEvent> {
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
      const type = field("event");
      if (type !== undefined) yield { id: field("id"), type, data: JSON.parse(field("data") ?? "null") };
    }
  }
}
