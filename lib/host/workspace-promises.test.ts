import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeVersion } from "../api/testing/objects.ts";
import { RUNTIMES, startTestApiOn } from "../api/testing/on-runtime.ts";
import { makeWorkspace, type TestApi, type TestWorkspace } from "../api/testing/test-api.ts";
import type { Caller } from "../auth/caller.ts";
import { changeWorkspace } from "../auth/workspace.ts";
import { isJsonObject, type JsonObject } from "../engine/json.ts";
import { type LoopbackServer, startLoopbackServer } from "../outbound/testing.ts";
import { baseSettingsSchema } from "../rag/base-settings.ts";
import { createBase } from "../rag/mutations.ts";
import { DEMO_MODEL } from "../rag/testing/embed-offline.ts";
import { pruneRuns } from "../runs/prune-runs.ts";
import { until } from "../runs/testing/harness.ts";

/** What a workspace has settled and what it knows holds for its runs, whichever runtime drives them. */
describe.each(RUNTIMES)("on %s", (runtime) => {
  let api: TestApi;
  let home: TestWorkspace;
  let server: LoopbackServer;
  let calls = 0;
  const held: (() => void)[] = [];

  beforeAll(async () => {
    api = await startTestApiOn(runtime, { HEDDLE_ALLOW_LOOPBACK: "1" });
    home = await makeWorkspace(api, "home");
    server = await startLoopbackServer((request, response) => {
      calls += 1;
      const answer = () => void response.setHeader("content-type", "application/json").end("{}");
      if (request.url === "/held") held.push(answer);
      else answer();
    });
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  const author = () => ({ workspaceId: home.id, userId: home.ownerId });
  const owner = (): Caller => ({
    ...author(),
    role: "owner",
    scopes: null,
    by: { kind: "session", sessionId: "ses_test" },
  });

  /** Starts a run of these nodes, one after the other. */
  async function start(...nodes: { type: string; config: JsonObject }[]) {
    const boxes = nodes.map((node, at) => ({ id: `n_${at}`, key: `step_${at}`, version: 1, ...node }));
    const all = [{ id: "n_start", key: "start", type: "trigger.manual", version: 1, config: {} }, ...boxes];
    const { workflowId, versionId } = await makeVersion(api, home, {
      schemaVersion: 1,
      nodes: all,
      edges: boxes.map(({ id }, at) => ({
        id: `e_${at}`,
        source: all[at]?.id ?? "",
        sourcePort: "out",
        target: id,
        targetPort: "in",
      })),
    });
    const outcome = await api.host.runs.start({
      workspaceId: home.id,
      workflowId,
      versionId,
      triggerNodeId: "n_start",
      triggerType: "manual",
      mode: "live",
      input: null,
    });
    if (outcome.status !== "started") throw new Error("the run did not start");
    await outcome.accepted;
    return outcome;
  }
  const call = (path: string) => ({ type: "http.request", config: { url: `${server.origin}${path}` } });

  test("a host that the workspace denies is not called, and is called again once it may be", async () => {
    const deny = (outboundDeny: string[]) =>
      api.host.db.withWorkspace(author(), (tx) => changeWorkspace(tx, owner(), { outboundDeny }));
    const refusal = async (path: string) => {
      const answer = await (await start(call(path))).answer;
      const details = answer.kind === "failed" ? answer.error.details : null;
      return isJsonObject(details) ? details.reason : null;
    };
    expect(await refusal("/before")).toBeNull();
    await deny([new URL(server.origin).hostname]);
    // A process believes the lists it has read for a second.
    await until(async () => (await refusal("/soon")) === "host_denied", "the list holds");
    const before = calls;
    expect(await refusal("/closed")).toBe("host_denied");
    expect(calls).toBe(before);
    await deny([]);
    await until(async () => (await refusal("/again")) === null, "the list holds no longer");
    expect(calls).toBe(before + 1);
  });

  test("what a run puts into knowledge can be found by its next node", async () => {
    const about = { name: "Handbook", description: "", model: DEMO_MODEL, dimensions: null, metric: "cosine" as const };
    const settings = baseSettingsSchema.parse({});
    await api.host.db.withWorkspace(author(), (tx) =>
      createBase(tx, author(), { ...about, settings, language: "english" }),
    );
    const content = "A heddle guides a thread through an eye. Lamps are returned within thirty days.";
    const { answer } = await start(
      { type: "knowledge.add", config: { base: "Handbook", content, name: "Returns", wait: true } },
      { type: "knowledge.retrieve", config: { base: "Handbook", query: "When are lamps returned?" } },
    );
    expect(await answer).toMatchObject({
      kind: "output",
      output: { passages: [{ number: 1, document: { name: "Returns" } }] },
    });
  });

  test("old runs are removed whole, and one that is under way comes to its end", async () => {
    const old = await start(call("/first"));
    await old.answer;
    const stateOf = async (runId: string) => (await api.host.runs.journal(home.id, runId)).run.state;
    await until(async () => (await stateOf(old.runId)) === "completed", "its end is stored");
    const young = await start(call("/held"));
    await until(() => held.length > 0, "the call is made");
    const later = Date.now() + 31 * 24 * 60 * 60 * 1_000;
    await api.host.db.withEngine((tx) => pruneRuns(tx, later));
    const rowsOf = async (runId: string) =>
      (
        await Promise.all(
          ["runs where id", "run_journal where run_id", "waits where run_id", "outbox where run_id"].map(
            async (rest) => (await api.host.db.engine.query(`select 1 from ${rest} = $1`, [runId])).rowCount ?? 0,
          ),
        )
      ).reduce((sum, count) => sum + count, 0);
    expect(await rowsOf(old.runId)).toBe(0);
    expect(await rowsOf(young.runId)).toBeGreaterThan(1);
    for (const answer of held.splice(0)) answer();
    expect(await young.answer).toMatchObject({ kind: "output" });
  });
});
