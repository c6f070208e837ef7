import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A provider that speaks OpenAI's chat completions, in a process of its own. How it answers, the model's name tells:
 * `words-<count>-<milliseconds between them>`. The first word holds the time it was written at, ms since the epoch.
 */
const server = createServer(async (request, response) => {
  const { model } = JSON.parse((await request.toArray()).join("")) as { model: string };
  const [, count = "1", pause = "0"] = /^words-(\d+)-(\d+)$/.exec(model) ?? [];
  response.writeHead(200, { "content-type": "text/event-stream" });
  const write = (delta: object, more: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model, choices: [{ index: 0, delta, finish_reason: null }], ...more })}\n\n`,
    );
  for (let word = 0; word < Number(count); word += 1) {
    if (Number(pause) > 0) await new Promise((resolve) => setTimeout(resolve, Number(pause)));
    const now = performance.timeOrigin + performance.now();
    write({ role: "assistant", content: word === 0 ? `at=${now.toFixed(2)} ` : "word " });
  }
  write(
    {},
    { choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: { prompt_tokens: 11, completion_tokens: 7 } },
  );
  response.end("data: [DONE]\n\n");
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  console.log(`peer at http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
