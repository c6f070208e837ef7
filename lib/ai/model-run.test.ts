import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeVersion } from "../api/testing/objects.ts";
import { RUNTIMES, startTestApiOn } from "../api/testing/on-runtime.ts";
import { makeWorkspace, type TestApi, type TestWorkspace } from "../api/testing/test-api.ts";
import { createCredential } from "../credentials/mutations.ts";
import type { JournalEntry } from "../engine/events.ts";
import type { JsonObject } from "../engine/json.ts";
import { afterDelta, asTextDelta } from "../engine/node-progress.ts";
import { type ModelServer, startModelServer } from "../testing/model-server.ts";

/** A model in a run of the whole product: database, engine, gate and viewers. */

const KEY = "sk-canary-9f8e7d6c5b4a";
let api: TestApi;
let home: TestWorkspace;
let other: TestWorkspace;
let models: ModelServer;

describe.each(RUNTIMES)("a model on %s", (runtime) => {
  beforeAll(async () => {
    api = await startTestApiOn(runtime, { HEDDLE_ALLOW_LOOPBACK: "1" });
    home = await makeWorkspace(api, "home");
    other = await makeWorkspace(api, "other");
    models = await startModelServer();
    const author = { workspaceId: home.id, userId: home.ownerId };
    await api.host.db.withWorkspace(author, (tx) =>
      createCredential(tx, api.host.vault, author, {
        name: "My models",
        type: "openai-compatible",
        values: { baseUrl: `${models.origin}/v1`, apiKey: KEY },
      }),
    );
  });
  afterAll(async () => {
    await models.close();
    await api.close();
  });

  async function start(config: JsonObject, workspace = home) {
    const { workflowId, versionId } = await makeVersion(api, workspace, {
      schemaVersion: 1,
      nodes: [
        { id: "start", key: "start", type: "trigger.manual", version: 1, config: {} },
        {
          id: "ask",
          key: "ask",
          type: "ai.llm",
          version: 1,
          config: { prompt: "Tell a story.", ...config },
          policy: { retry: { attempts: 2, baseMs: 1, maxMs: 1, backoff: "fixed", jitter: false } },
        },
      ],
      edges: [{ id: "e", source: "start", sourcePort: "out", target: "ask", targetPort: "in" }],
    });
    const outcome = await api.host.runs.start({
      workspaceId: workspace.id,
      workflowId,
      versionId,
      triggerNodeId: "start",
      triggerType: "manual",
      mode: "live",
      input: null,
    });
    if (outcome.status !== "started") throw new Error("the run did not start");
    return outcome;
  }

  /** Everything a viewer is told of a run. */
  function watch(runId: string) {
    const seen = { text: "", entries: [] as JournalEntry[], over: false };
    api.host.runs.watch(runId, 0, {
      entries: (entries) => void seen.entries.push(...entries),
      delta(_, delta) {
        const written = asTextDelta(delta);
        if (written) seen.text = afterDelta(seen.text, written);
      },
      end() {
        seen.over = true;
      },
    });
    return seen;
  }

  it("is watched while it writes, also by who comes late, and its answer is journalled once", async () => {
    models.next({ half: "Once upon a time", ends: "silent" });
    const { runId } = await start({ model: "my models/llama" });
    const seen = watch(runId);
    await expect.poll(() => seen.text, { timeout: 10_000 }).toBe("Once upon a time");
    const late = watch(runId);
    await expect.poll(() => late.text, { timeout: 10_000 }).toBe("Once upon a time");
    expect(late.entries.map(({ event }) => event.type)).toContain("node.started");
    await api.host.runs.cancel(home.id, runId, null);
    await expect.poll(() => seen.over).toBe(true);
    expect(JSON.stringify(seen.entries)).not.toContain("Once upon");
  });

  it("keeps tokens, cost and model with the answer, and tries again what may be", async () => {
    models.next({ status: 503 }, { text: "The end.", usage: { input: 9, output: 3 } });
    const { runId, answer } = await start({ model: "openai-compatible/llama" });
    expect(await answer).toEqual({
      kind: "output",
      output: {
        text: "The end.",
        usage: { inputTokens: 9, outputTokens: 3, cachedInputTokens: 0, reasoningTokens: 0 },
        cost: null,
        model: "openai-compatible/llama",
        finishReason: "stop",
      },
    });
    const { entries } = await api.host.runs.journal(home.id, runId);
    expect(entries.map(({ event }) => event.type)).toContain("node.retrying");
  });

  it("sends back what does not fit the schema, and keeps what both answers took", async () => {
    models.next(
      { text: '{"colour":7}', usage: { input: 5, output: 2 } },
      { text: '{"colour":"red"}', usage: { input: 9, output: 3 } },
    );
    const asked = models.requests.length;
    const schema = { type: "object", properties: { colour: { type: "string" } }, required: ["colour"] };
    const { answer } = await start({ model: "my models/llama", output: "json", schema });
    expect(await answer).toMatchObject({
      output: { object: { colour: "red" }, usage: { inputTokens: 14, outputTokens: 5 } },
    });
    expect(models.requests).toHaveLength(asked + 2);
  });

  it("asks the next model when one cannot go on, and takes back what that had written", async () => {
    models.next({ half: "Once upon", ends: "broken" }, { text: "The end.", usage: { input: 9, output: 3 } });
    const { runId, answer } = await start({ model: "my models/first", fallbacks: ["my models/second"] });
    const seen = watch(runId);
    expect(await answer).toMatchObject({ output: { text: "The end.", model: "openai-compatible/second" } });
    await expect.poll(() => seen.over).toBe(true);
    expect(seen.text).not.toContain("Once upon");
  });

  it("gives its key to nobody, whatever the model repeats", async () => {
    models.next({ text: `I was called with ${KEY}!` });
    const { runId, answer } = await start({ model: "my models/llama" });
    const seen = watch(runId);
    expect(await answer).toMatchObject({ output: { text: "I was called with •••!" } });
    await expect.poll(() => seen.over).toBe(true);
    expect(JSON.stringify(seen)).not.toContain(KEY);
    expect(models.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it("is the workspace's own: no other finds it, by whatever name", async () => {
    const { answer } = await start({ model: "my models/llama" }, other);
    expect(await answer).toMatchObject({ kind: "failed", error: { code: "invalid_config" } });
    expect(await (await start({ model: "demo/writer" }, other)).answer).toMatchObject({ kind: "output" });
  });
});
