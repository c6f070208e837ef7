import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { workflows } from "#db/schema/workflows.ts";
import { makeWorkspace, startTestApi, type TestApi, type TestWorkspace } from "../api/testing/test-api.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import type { JsonObject } from "../engine/json.ts";
import { createWorkflow } from "../workflows/mutations.ts";
import { publishWorkflow } from "../workflows/publish.ts";
import { createTicker } from "./ticker.ts";

let api: TestApi;
let workspace: TestWorkspace;
beforeAll(async () => {
  api = await startTestApi();
  workspace = await makeWorkspace(api, "home");
});
afterAll(() => api.close());

const HOUR = 3_600_000;

function scheduled(config: JsonObject): WorkflowDocument {
  return {
    schemaVersion: 1,
    nodes: [{ id: "t", key: "t", type: "trigger.schedule", version: 1, config }],
    edges: [],
  };
}

/** A published workflow that a schedule starts. @returns its id and when it is due first, ms since the epoch */
async function publish(config: JsonObject): Promise<{ id: string; nextAt: number }> {
  const document = scheduled(config);
  const author = { workspaceId: workspace.id, userId: workspace.ownerId };
  const id = await api.host.db.withWorkspace(author, async (tx) => {
    const workflow = await createWorkflow(tx, author, { name: "scheduled", document });
    await publishWorkflow(tx, author, api.host.catalogue, { id: workflow, note: "" });
    return workflow;
  });
  return { id, nextAt: await nextOf(id) };
}

/** Publishes the workflow again with other times. */
async function change(id: string, config: JsonObject): Promise<void> {
  const author = { workspaceId: workspace.id, userId: workspace.ownerId };
  await api.host.db.withWorkspace(author, async (tx) => {
    await tx
      .update(workflows)
      .set({ draft: scheduled(config) })
      .where(eq(workflows.id, id));
    await publishWorkflow(tx, author, api.host.catalogue, { id, note: "" });
  });
}

async function nextOf(id: string): Promise<number> {
  const { rows } = await api.host.db.engine.query<{ next_at: Date }>(
    "select next_at from schedules where workflow_id = $1",
    [id],
  );
  return rows[0]?.next_at.getTime() ?? 0;
}

async function runsOf(id: string): Promise<number> {
  const { rows } = await api.host.db.engine.query<{ count: string }>(
    "select count(*) from runs where workflow_id = $1",
    [id],
  );
  return Number(rows[0]?.count);
}

it("a schedule fires by itself, in the product", async () => {
  const { id } = await publish({ every: "1s" });
  await expect.poll(() => runsOf(id), { timeout: 10_000 }).toBeGreaterThanOrEqual(1);
});

it("a tick fires once, however many processes look for it, and not before it is due", async () => {
  const { id, nextAt } = await publish({ cron: "0 3 * * *", timezone: "Europe/Paris" });
  const ticker = (at: number) => createTicker({ db: api.host.db, runs: api.host.runs, clock: () => at, log: () => {} });
  await ticker(nextAt - 1_000).tick();
  expect(await runsOf(id)).toBe(0);
  await Promise.all([ticker(nextAt), ticker(nextAt), ticker(nextAt)].map((one) => one.tick()));
  expect(await runsOf(id)).toBe(1);
  await ticker(nextAt + 1_000).tick();
  expect(await runsOf(id)).toBe(1);
});

it.each([
  ["skip", 0],
  ["once", 1],
  ["all", 4],
] as const)(
  "ticks that were missed while nothing ran are treated as the schedule says: %s",
  async (missed, expected) => {
    const { id, nextAt } = await publish({ every: "1h", missed });
    // Three hours late: four ticks are due, none of them on time.
    const late = nextAt + 3 * HOUR + 10 * 60_000;
    await createTicker({ db: api.host.db, runs: api.host.runs, clock: () => late, log: () => {} }).tick();
    expect(await runsOf(id)).toBe(expected);
  },
);

const tickAt = (at: number) =>
  createTicker({ db: api.host.db, runs: api.host.runs, clock: () => at, log: () => {} }).tick();

it("a tick that is due when the schedule is changed still fires, once, and the new times hold from then on", async () => {
  const { id } = await publish({ cron: "0 3 * * *", timezone: "Europe/Paris" });
  const due = Date.now() - 200;
  // As a tick that nobody has looked for yet; the product's own ticker is held off the row.
  await api.host.db.engine.query("update schedules set next_at = $2 where workflow_id = $1", [id, new Date(due)]);
  const before = await runsOf(id);
  await change(id, { cron: "30 4 * * *", timezone: "Europe/Paris" });
  await tickAt(Date.now());
  expect((await runsOf(id)) - before).toBeLessThanOrEqual(1);
  expect(await runsOf(id)).toBe(1);
  const next = new Date(await nextOf(id));
  expect(next.getTime()).toBeGreaterThan(Date.now());
  expect(next.getUTCMinutes()).toBe(30);
});

it("changes and ticks at the same moment neither lose a tick nor fire it twice", async () => {
  const made = await Promise.all(
    Array.from({ length: 8 }, () => publish({ cron: "0 3 * * *", timezone: "Europe/Paris" })),
  );
  await Promise.all(
    made.map(async ({ id, nextAt }, i) => {
      const ticks = [tickAt(nextAt), tickAt(nextAt)];
      await change(id, { cron: `${i + 1} 4 * * *`, timezone: "Europe/Paris" });
      await Promise.all(ticks);
    }),
  );
  // None of them was due when it was changed, by the clock of the one who changed it.
  for (const { id } of made) {
    expect(await runsOf(id)).toBeLessThanOrEqual(1);
    expect(await nextOf(id)).toBeGreaterThan(Date.now());
  }
});
