import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { createMemoryFileStore } from "../../files/adapters/memory-file-store.ts";
import { fileReference, fileReferenceSchema } from "../../files/file-reference.ts";
import { createOutboundGate, type OutboundGate } from "../../outbound/gate.ts";
import { type LoopbackServer, startLoopbackServer } from "../../outbound/testing.ts";
import { runNode } from "../testing.ts";
import { downloadName } from "./download-name.ts";
import executor from "./executor.ts";

let server: LoopbackServer;
let gate: OutboundGate;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let received: { headers: IncomingMessage["headers"]; body: Buffer } | undefined;
const files = createMemoryFileStore();

beforeAll(async () => {
  server = await startLoopbackServer(async (request, response) => {
    received = { headers: request.headers, body: await buffer(request) };
    answer(request, response);
  });
  gate = createOutboundGate({ allowLoopback: true, limits: { maxStreamBytes: 5_000_000, idleBodyMs: 500 } });
});
afterAll(async () => {
  await gate.close();
  await server.close();
});

async function call(config: JsonObject, input: Json = null) {
  const { output } = await runNode(executor, {
    config: { url: `${server.origin}/data/report%201.csv?x=1`, ...config },
    input,
    files,
    fetch: (request, signal) => gate.fetch(request, signal),
    stream: (request, signal) => gate.stream(request, signal),
  });
  return output as { status: number; body: Json; timings: Record<string, number> };
}

async function contentOf(body: Json): Promise<Buffer> {
  const open = await files.open("ws_test", fileReferenceSchema.parse(body).file.id);
  const parts: Uint8Array[] = [];
  for await (const part of open?.content ?? []) parts.push(part);
  return Buffer.concat(parts);
}

test("a download becomes a file, of the name and kind the server gives", async () => {
  const content = Buffer.alloc(3_000_000, "0123456789");
  answer = (_request, response) =>
    response
      .writeHead(200, {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="../a.csv"',
      })
      .end(content);
  const { body, status } = await call({ response: "file" });
  expect(status).toBe(200);
  expect(body).toEqual({
    file: { id: expect.stringMatching(/^fil_/), name: "a.csv", mediaType: "text/csv", size: content.length },
  });
  expect((await contentOf(body)).equals(content)).toBe(true);
  answer = (_request, response) => response.end("x");
  expect((await call({ response: "file" })).body).toMatchObject({ file: { name: "report 1.csv", size: 1 } });
});

test.each<[name: string, answer: (request: IncomingMessage, response: ServerResponse) => void, code: string]>([
  [
    "breaks off",
    (_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("abc", () => response.destroy());
    },
    "network",
  ],
  [
    "never ends",
    (_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", more);
      response.on("close", () => response.off("drain", more));
      more();
    },
    "output_too_large",
  ],
  [
    "says it is too large",
    (_request, response) => response.writeHead(200, { "content-length": "5000001" }).end(),
    "output_too_large",
  ],
  [
    "is a bomb",
    (_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(20_000_000)));
    },
    "output_too_large",
  ],
  [
    "is damaged",
    (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip"),
    "upstream",
  ],
  [
    "stops in the middle",
    (_request, response) => {
      response.writeHead(200).write("abc");
    },
    "timeout",
  ],
  ["is an error", (_request, response) => response.writeHead(404).end("nothing here"), "not_found"],
])("a download that %s stores nothing", async (_name, how, code) => {
  answer = how;
  const before = server.connections();
  await expect(call({ response: "file" })).rejects.toMatchObject({ code });
  // The control: the request did arrive.
  expect(server.connections()).toBeGreaterThanOrEqual(before);
  answer = (_request, response) => response.end("fine");
  expect((await contentOf((await call({ response: "file" })).body)).toString()).toBe("fine");
});

test("a compressed download is stored as what it is", async () => {
  answer = (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("a,b\n1,2\n"));
  expect((await contentOf((await call({ response: "file" })).body)).toString()).toBe("a,b\n1,2\n");
});

test("files are sent in forms and by themselves", async () => {
  const bytes = Buffer.from([0, 255, 13, 10, 45, 45]);
  const info = await files.put("ws_test", { name: 'a"b.png', mediaType: "image/png" }, bytes);
  const input = { file: fileReference(info), many: [fileReference(info), "text"] };
  answer = (_request, response) => response.end();
  const value = { note: "line 1\nline 2", picture: "{{ input.file }}", all: "{{ input.many }}" };
  await call({ method: "POST", body: { type: "multipart", value } }, input);
  const form = await new Response(new Uint8Array(received?.body ?? []), {
    headers: { "content-type": String(received?.headers["content-type"]) },
  }).formData();
  expect(form.get("note")).toBe("line 1\r\nline 2");
  const picture = form.get("picture") as File;
  expect([picture.name, picture.type]).toEqual(['a"b.png', "image/png"]);
  expect(Buffer.from(await picture.arrayBuffer()).equals(bytes)).toBe(true);
  expect(form.getAll("all").map((one) => (typeof one === "string" ? one : one.name))).toEqual(['a"b.png', "text"]);

  await call({ method: "PUT", body: { type: "file", value: "{{ input.file }}" } }, input);
  expect(received?.headers["content-type"]).toBe("image/png");
  expect(received?.body.equals(bytes)).toBe(true);
});

test("a file that is none, is gone or belongs to others is not sent", async () => {
  const foreign = await files.put("ws_other", { name: "secret", mediaType: "text/plain" }, Buffer.from("secret"));
  const send = (value: Json) => call({ method: "POST", body: { type: "file", value } });
  received = undefined;
  await expect(send("text")).rejects.toMatchObject({ code: "invalid_input" });
  await expect(send(fileReference(foreign))).rejects.toMatchObject({ code: "not_found" });
  expect(received).toBeUndefined();
});

test.each([
  ['attachment; filename="a \\"b\\".txt"', 'a "b".txt'],
  ["attachment; filename=plain.txt; x=y", "plain.txt"],
  ["attachment; filename=\"old.txt\"; filename*=UTF-8''%E2%82%AC.txt", "€.txt"],
  ["attachment; filename*=UTF-8''%E2%82.txt; filename=fallback.txt", "fallback.txt"],
  ["inline", "end.txt"],
  [undefined, "end.txt"],
])("%s is saved as %s", (disposition, name) => {
  expect(downloadName(disposition, "https://example.com/dir/end.txt?x=/no")).toBe(name);
});
test("without any name it is a download", () => {
  expect(downloadName(undefined, "https://example.com/")).toBe("download");
  expect(downloadName(undefined, "https://example.com/%E0%A4%A")).toBe("%E0%A4%A");
});
