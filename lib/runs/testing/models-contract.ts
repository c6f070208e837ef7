import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database, Tx } from "#db/client.ts";
import { modelPrices, modelRules } from "#db/schema/models.ts";
import type { DocumentSettings, WorkflowDocument } from "../../engine/document.ts";
import { emptyRunView, reduceRun } from "../../engine/run-view.ts";
import { documentOf } from "./documents.ts";
import { ended, events, type RuntimeHarness, until } from "./harness.ts";

const MOST_WRITES = 60;
const WORKFLOW = "wf_test";

const ask = (prompt: string, maxTokens?: number) => ({
  type: "ai.llm",
  config: { model: "demo/writer", prompt, ...(maxTokens === undefined ? {} : { maxTokens }) },
});

/** So many nodes that ask at the same time. Each question is 2 tokens, and each answer as many as it may write. */
function asking(count: number, settings: DocumentSettings, maxTokens?: number): WorkflowDocument {
  const keys = Array.from({ length: count }, (_, index) => `ask_${index}`);
  return documentOf(
    Object.fromEntries(keys.map((key) => [key, ask("Who asks?", maxTokens)])),
    keys.map((key) => `start > ${key}`),
    settings,
  );
}

interface Sums {
  calls: number;
  failed: number;
  unpriced: number;
  tokens: number;
  costNano: number;
}

const nextTurn = () => new Promise<undefined>((resolve) => setImmediate(resolve, undefined));

/** What calls of models come to, and what holds them back, must be the same whoever walks, and whenever it is killed. */
export function modelsContract(name: string, make: () => Promise<RuntimeHarness>): void {
  describe(`models contract: ${name}`, () => {
    let harness: RuntimeHarness;
    let db: Database;
    beforeEach(async () => {
      harness = await make();
      if (!harness.db) throw new Error("This contract looks into a database.");
      db = harness.db;
      // A dollar for a thousand tokens.
      await inWorkspace((tx) =>
        tx
          .insert(modelPrices)
          .values({ workspaceId: harness.workspaceId, model: "demo/writer", input: 1_000, output: 1_000 }),
      );
    });
    afterEach(() => harness.close());
    const inWorkspace = (work: (tx: Tx) => Promise<unknown>) =>
      db.withWorkspace({ workspaceId: harness.workspaceId }, work);

    /** By the journal, by the run's row, and by the day: three ways that have to agree. */
    async function counted(runId: string): Promise<{ journal: Sums; row: Sums; paths: string[] }> {
      const calls = events(await harness.entries(runId), "model.called");
      const view = reduceRun(await harness.entries(runId), emptyRunView()).models;
      const { rows } = await db.engine.query(
        `select model_calls as calls, unpriced_calls as unpriced, (input_tokens + output_tokens)::int as tokens,
           cost_nano::bigint as cost from runs where id = $1`,
        [runId],
      );
      const tokens = view.inputTokens + view.outputTokens;
      const { calls: count, failed, unpriced, costNano } = view;
      return {
        journal: { calls: count, failed, unpriced, tokens, costNano },
        row: { ...rows[0], failed, costNano: Number(rows[0].cost), cost: undefined },
        paths: calls.map(({ path, call }) => `${path} ${call}`),
      };
    }

    async function countedByDay(): Promise<Sums> {
      const { rows } = await db.engine.query(
        `select sum(calls)::int as calls, sum(failed_calls)::int as failed, sum(unpriced_calls)::int as unpriced,
           sum(input_tokens + output_tokens)::int as tokens, sum(cost_nano) as cost
         from model_usage_days where workspace_id = $1 and workflow_id = $2`,
        [harness.workspaceId, WORKFLOW],
      );
      const { cost, ...sums } = rows[0];
      return { ...sums, costNano: Number(cost) };
    }

    const nodesAndSteps = documentOf(
      {
        one: ask("One?"),
        two: ask("Two?"),
        both: { type: "control.join", config: { mode: "all" } },
        agent: { type: "test.asker", config: { questions: ["Three?", "Four?"] } },
      },
      ["start > one", "start > two", "one > both", "two > both", "both > agent"],
    );

    it("counts each call once: of nodes and of sub-steps", async () => {
      const { runId } = await harness.start(nodesAndSteps);
      expect(await ended(harness, runId)).toBe("completed");
      const { journal, row, paths } = await counted(runId);
      expect(journal.calls).toBe(4);
      expect(journal.costNano).toBe(journal.tokens * 1_000_000);
      expect(journal.tokens).toBeGreaterThan(40);
      expect(row).toEqual(journal);
      expect(await countedByDay()).toEqual(journal);
      expect(paths.toSorted()).toEqual(["agent model#1/1/1", "agent model#2/1/1", "one 1/1", "two 1/1"]);
    });

    it.each(["before", "after"] as const)(
      "counts the same when it is killed %s any of its writes",
      { timeout: 120_000 },
      async (when) => {
        let kills = 0;
        for (let write = 1; write < MOST_WRITES; write += 1) {
          const died = harness.dieAtWrite(write, when);
          const run = await Promise.race([harness.start(nodesAndSteps), died.then(nextTurn)]);
          const end = run && ended(harness, run.runId);
          const isKilled = await Promise.race([died.then(() => true), end?.then(() => false) ?? true]);
          await harness.crash();
          kills += isKilled ? 1 : 0;
          // Killed before its first commit: it was never acknowledged, and may not be there.
          if (!run || (await harness.state(run.runId)) === null) continue;
          expect(await end, `killed at write ${write}`).toBe("completed");
          const { journal, row, paths } = await counted(run.runId);
          expect(row).toEqual(journal);
          expect(new Set(paths).size).toBe(paths.length);
          // Two ask at once, so at most two were under way when it was killed, and are made again.
          expect(journal.calls).toBeGreaterThanOrEqual(4);
          expect(journal.calls).toBeLessThanOrEqual(6);
          // Of all runs, also one that was accepted unheard: at any moment the same by the day and by the run.
          const { rows } = await db.engine.query(
            `select (select sum(model_calls) from runs)::int as by_run, (select sum(calls) from model_usage_days)::int as by_day,
             (select sum(cost_nano) from runs) as cost_by_run, (select sum(cost_nano) from model_usage_days) as cost_by_day`,
          );
          expect(rows[0].by_day, `killed at write ${write}`).toBe(rows[0].by_run);
          expect(rows[0].cost_by_day).toBe(rows[0].cost_by_run);
          if (!isKilled) break;
        }
        expect(kills).toBeGreaterThan(5);
        expect(kills).toBeLessThan(MOST_WRITES - 1);
      },
    );

    it("counts once what is delivered twice, or walked by one that has lost it", async () => {
      const { runId } = await harness.start(nodesAndSteps);
      await until(async () => events(await harness.entries(runId), "model.called").length > 0, "the first call");
      await harness.enterAgain(runId);
      expect(await ended(harness, runId)).toBe("completed");
      const { journal, row, paths } = await counted(runId);
      expect(row).toEqual(journal);
      expect(new Set(paths).size).toBe(paths.length);
      expect((await countedByDay()).calls).toBe(journal.calls);
    });

    describe.each([
      ["dollars", { usd: 0.05 }, 50],
      ["tokens", { tokens: 50 }, 50],
    ])("a budget of %s", (_, budget, most) => {
      it("ends the run, and is overshot by no more than the call in flight", async () => {
        // Each call is 12 tokens: 5 of them are 60.
        const { runId } = await harness.start(asking(8, { budget }, 10));
        expect(await ended(harness, runId)).toBe("failed");
        const { journal, row } = await counted(runId);
        expect(row).toEqual(journal);
        expect(journal.tokens).toBe(60);
        const entries = await harness.entries(runId);
        expect(events(entries, "budget.exceeded")[0]).toMatchObject({
          budget: "run",
          path: expect.stringMatching(/^ask_/),
        });
        expect(events(entries, "run.failed")[0]?.error).toMatchObject({
          code: "quota",
          message: expect.stringMatching(/budget of this run is used up: .* of .* are spent/),
        });
        expect(journal.tokens - 12).toBeLessThan(most);
        const { rows } = await db.engine.query("select 1 from model_holds");
        expect(rows).toEqual([]);
      });

      it("lets one call after the other where nobody knows what one comes to", async () => {
        const { runId } = await harness.start(asking(6, { budget }));
        expect(await ended(harness, runId)).toBe("failed");
        const { journal } = await counted(runId);
        const each = journal.tokens / journal.calls;
        expect(journal.tokens - each).toBeLessThan(most);
        expect(journal.tokens).toBeGreaterThanOrEqual(most);
      });

      it("that is enough is not noticed", async () => {
        const { runId } = await harness.start(asking(4, { budget }, 10));
        expect(await ended(harness, runId)).toBe("completed");
        expect((await counted(runId)).journal.calls).toBe(4);
      });

      it("holds for sub-steps too", async () => {
        const questions = Array.from({ length: 6 }, (_, index) => `Question ${index}?`);
        const document = documentOf(
          { agent: { type: "test.asker", config: { questions, together: true } } },
          ["start > agent"],
          { budget },
        );
        const { runId } = await harness.start(document);
        expect(await ended(harness, runId)).toBe("failed");
        const { journal, row } = await counted(runId);
        expect(row).toEqual(journal);
        expect(journal.calls).toBeLessThan(6);
        expect(journal.tokens - journal.tokens / journal.calls).toBeLessThan(most);
      });

      it("of the workspace's day holds for its runs together", async () => {
        await inWorkspace((tx) =>
          tx.insert(modelRules).values({
            workspaceId: harness.workspaceId,
            dayUsd: "usd" in budget ? budget.usd : null,
            dayTokens: "tokens" in budget ? budget.tokens : null,
          }),
        );
        const runs = await Promise.all([1, 2].map(() => harness.start(asking(4, {}, 10))));
        const states = await Promise.all(runs.map(({ runId }) => ended(harness, runId)));
        expect(states).toContain("failed");
        expect((await countedByDay()).tokens).toBe(60);
        const all = (await Promise.all(runs.map(({ runId }) => harness.entries(runId)))).flat();
        expect(events(all, "run.failed")[0]?.error.message).toContain("The workspace's budget of today");
      });
    });

    it("a budget goes on counting what a crash has interrupted", async () => {
      const died = harness.dieAtWrite(6, "after");
      const { runId, accepted } = await harness.start(asking(8, { budget: { tokens: 50 } }, 10));
      accepted.catch(() => {});
      await died;
      await harness.crash();
      expect(await ended(harness, runId)).toBe("failed");
      const { journal, row } = await counted(runId);
      expect(row).toEqual(journal);
      // What was lost under way counts as what it may have come to: it can only be less.
      expect(journal.tokens).toBeLessThanOrEqual(60);
    });
  });
}
