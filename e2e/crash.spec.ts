import { rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { startInngestServer } from "../lib/testing/inngest-server.ts";
import { type Api, allRuns, apiOf, journalOf } from "./crash/api.ts";
import { type Ledger, openLedger, repeated } from "./crash/ledger.ts";
import { callers, crashDocument } from "./crash/workflow.ts";
import { newDataDir, startServer } from "./support/server.ts";

const KEY = "hk_crashtestcrashtestcrashtest0123";
const ROUNDS = 2;
const CALLS_A_ROUND = 30;
const ended = new Set(["completed", "failed", "cancelled"]);

test("the comparison finds an execution that was repeated", () => {
  const before = new Map([["run_1/read", 1]]);
  expect(repeated(["run_1/read"], before, new Map([["run_1/read", 2]]))).toEqual(["run_1/read"]);
  expect(repeated(["run_1/read"], before, before)).toEqual([]);
});

for (const runtime of ["embedded", "inngest"] as const) {
  test(`no accepted run is lost when the server is killed: ${runtime}`, async () => {
    test.setTimeout(300_000);
    const ledger = await openLedger();
    const inngest = runtime === "inngest" ? await startInngestServer({ backoffMs: 200 }) : undefined;
    const dataDir = newDataDir();
    const port = String(20_000 + Math.floor(Math.random() * 20_000));
    const env: Record<string, string> = {
      PORT: port,
      HEDDLE_URL: `http://127.0.0.1:${port}`,
      HEDDLE_OWNER_EMAIL: "owner@localhost",
      HEDDLE_OWNER_PASSWORD: "thread-through-an-eye",
      HEDDLE_OWNER_API_KEY: KEY,
      HEDDLE_RUNTIME: runtime,
      ...(inngest ? { INNGEST_BASE_URL: inngest.url, INNGEST_EVENT_KEY: "test", INNGEST_DEV: "1" } : {}),
    };
    let server = await startServer(env, dataDir);
    try {
      const api = apiOf(server.url, KEY);
      // The port stays, so this address is right for every server of this test.
      for (const policy of ["retry", "ask", "fail"] as const) await publish(api, ledger, policy);
      const accepted = new Set<string>();
      for (let round = 0; round < ROUNDS; round++) {
        const load = call(server.url, accepted);
        await inFlight(api, ledger);
        const killedAt = Date.now();
        await server.kill();
        const calls = ledger.snapshot();
        await load;
        server = await startServer(env, dataDir);
        const again = apiOf(server.url, KEY);
        await settle(again, accepted);
        const completed = await completedBefore(again, killedAt);
        expect(completed.size).toBeGreaterThan(0);
        expect(repeated(completed, calls, ledger.snapshot())).toEqual([]);
      }
      const states = new Map((await allRuns(apiOf(server.url, KEY))).map(({ id, state }) => [id, state]));
      expect([...accepted].filter((id) => !ended.has(states.get(id) ?? "missing"))).toEqual([]);
      expect(accepted.size).toBeGreaterThanOrEqual(20 * ROUNDS);
    } finally {
      await server.stop();
      await inngest?.close();
      await ledger.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
}

async function publish(api: Api, ledger: Ledger, onUncertain: "retry" | "ask" | "fail"): Promise<void> {
  const document = crashDocument(ledger.url, `crash-${onUncertain}`, onUncertain);
  const { id } = await api.post<{ id: string }>("/workflows", { name: onUncertain, document });
  await api.post(`/workflows/${id}/publish`, {});
}

/** Calls all three workflows until the server is gone; what was answered with 202 counts as accepted. */
async function call(url: string, accepted: Set<string>): Promise<void> {
  const one = async (path: string) => {
    const response = await fetch(`${url}/api/webhooks/${path}`, {
      method: "POST",
      headers: { connection: "close" },
    }).catch(() => undefined);
    if (response?.status !== 202) return;
    const { runId } = (await response.json().catch(() => ({}))) as { runId?: string };
    if (runId) accepted.add(runId);
  };
  const paths = ["crash-retry", "crash-ask", "crash-fail"];
  await Promise.all(Array.from({ length: CALLS_A_ROUND }, (_, index) => one(paths[index % paths.length] as string)));
}

/** A round counts only with at least 20 runs and 5 effects under way. */
async function inFlight(api: Api, ledger: Ledger): Promise<void> {
  const before = ledger.answered();
  await expect
    .poll(
      async () => {
        const open = (await allRuns(api)).filter(({ state }) => !ended.has(state)).length;
        // Some calls are answered too, so that there is something that must not be repeated.
        return open >= 20 && ledger.inFlight() >= 5 && ledger.answered() - before >= 10;
      },
      { timeout: 30_000, intervals: [20] },
    )
    .toBe(true);
}

/** Node runs whose completion was journalled before that time, as `<run>/<node>`. */
async function completedBefore(api: Api, time: number): Promise<Set<string>> {
  const completed = new Set<string>();
  for (const { id } of await allRuns(api)) {
    for (const event of await journalOf(api, id)) {
      const isCall = event.type === "node.completed" && callers.some((key) => key === event.path);
      if (isCall && event.at < time) completed.add(`${id}/${event.path}`);
    }
  }
  return completed;
}

/** Every accepted run ends, or waits for a person, who then answers each question in one of the three ways. */
async function settle(api: Api, accepted: ReadonlySet<string>): Promise<void> {
  const answers = [
    { action: "retry" },
    { action: "complete", output: { body: { key: "by hand" } } },
    { action: "fail" },
  ];
  let asked = 0;
  const lastOf = new Map<string, string>();
  await expect
    .poll(
      async () => {
        const open = (await allRuns(api)).filter(({ id, state }) => accepted.has(id) && !ended.has(state));
        // By the journal, not by the run's state: other branches may still be under way beside the question.
        for (const { id } of open) {
          const journal = await journalOf(api, id);
          const last = journal.at(-1);
          lastOf.set(id, `${id} after ${last?.type} ${last?.path ?? ""}`);
          const settled = new Set(
            journal.flatMap((event) => (/^node\.(completed|failed)$/.test(event.type) ? [event.path] : [])),
          );
          for (const event of journal) {
            if (event.type !== "node.waiting" || event.kind !== "uncertain" || settled.has(event.path)) continue;
            const answer = answers[asked++ % answers.length];
            await api.post(`/runs/${id}/nodes/${event.path}/resolve`, answer).catch(() => undefined);
          }
        }
        return open.map(({ id, state }) => `${state}: ${lastOf.get(id)}`);
      },
      { timeout: 90_000, intervals: [500] },
    )
    .toEqual([]);
}
