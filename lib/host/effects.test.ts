import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeVersion } from "../api/testing/objects.ts";
import { RUNTIMES, startTestApiOn } from "../api/testing/on-runtime.ts";
import { makeWorkspace, type TestApi, type TestWorkspace } from "../api/testing/test-api.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import type { JsonObject } from "../engine/json.ts";
import { fileReferenceSchema } from "../files/file-reference.ts";
import { type LoopbackServer, startLoopbackServer } from "../outbound/testing.ts";

let api: TestApi;
let home: TestWorkspace;
let server: LoopbackServer;
let asked: string[] = [];
let failures = 0;

describe.each(RUNTIMES)("effects on %s", (runtime) => {
  beforeAll(async () => {
    api = await startTestApiOn(runtime, { HEDDLE_ALLOW_LOOPBACK: "1" });
    home = await makeWorkspace(api, "home");
    server = await startLoopbackServer((request, response) => {
      const url = new URL(request.url ?? "", server.origin);
      asked.push(`${url.pathname}${url.search}`);
      if (url.pathname === "/file") return void response.writeHead(200, { "content-type": "text/csv" }).end("a,b\n");
      const page = Number(url.searchParams.get("page"));
      if (page === 2 && failures > 0) {
        failures -= 1;
        return void response.writeHead(503).end();
      }
      response.setHeader("content-type", "application/json").end(JSON.stringify(page <= 3 ? [page] : []));
    });
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  /** Runs one node on the product as it is wired, and gives the run's output. */
  async function run(type: string, config: JsonObject, policy?: JsonObject) {
    const document: WorkflowDocument = {
      schemaVersion: 1,
      nodes: [
        { id: "n_start", key: "start", type: "trigger.manual", version: 1, config: {} },
        { id: "n_do", key: "do_it", type, version: 1, config, ...(policy && { policy }) },
      ],
      edges: [{ id: "e_1", source: "n_start", sourcePort: "out", target: "n_do", targetPort: "in" }],
    };
    const { workflowId, versionId } = await makeVersion(api, home, document);
    const outcome = await api.host.runs.start({
      workspaceId: home.id,
      workflowId,
      versionId,
      triggerNodeId: "n_start",
      triggerType: "manual",
      mode: "live",
      input: { n: 2 },
    });
    if (outcome.status !== "started") throw new Error("the run did not start");
    return outcome.answer;
  }

  test("code runs in the sandbox of the server", async () => {
    expect(await run("code.javascript", { code: "return input.n * 21;" })).toEqual({
      kind: "output",
      output: { result: 42, logs: [] },
    });
  });

  test("a download lands in the file store of the run's workspace", async () => {
    const answer = await run("http.request", { url: `${server.origin}/file`, response: "file" });
    const output = (answer as { output: JsonObject }).output;
    const { file } = fileReferenceSchema.parse(output.body);
    expect(file).toMatchObject({ name: "file", mediaType: "text/csv", size: 4 });
    expect((await api.host.files.open(home.id, file.id))?.info.runId).toMatch(/^run_/);
  });

  test("pages are steps of the run: one that failed is asked for again, the others are not", async () => {
    asked = [];
    failures = 1;
    const config = { url: `${server.origin}/items`, pages: "page-number" };
    const answer = await run("http.request", config, {
      retry: { attempts: 3, backoff: "fixed", baseMs: 20, maxMs: 20 },
    });
    expect(answer).toMatchObject({ kind: "output", output: { body: [1, 2, 3], pages: 4, more: false } });
    expect(asked).toEqual([1, 2, 2, 3, 4].map((page) => `/items?page=${page}`));
  });
});
