import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TEST_KEY } from "../../ai/testing.ts";
import type { WorkflowDocument } from "../../engine/document.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { openKnowledge } from "../../rag/testing/open-knowledge.ts";
import { type AgentWorld, openAgentWorld } from "./agent-world.ts";
import { killAtEveryWrite } from "./crash-contract.ts";
import { ended, events, outputOf, type RuntimeHarness, until } from "./harness.ts";

const booked = { text: "It is booked.", calls: ["get_order", "find_policy", "book"] };

/** What an agent comes to on every runtime, whatever is killed in between. */
export function agentContract(name: string, make: () => Promise<RuntimeHarness>): void {
  describe(`agent contract: ${name}`, () => {
    let harness: RuntimeHarness;
    let agents: AgentWorld;
    beforeEach(async () => {
      harness = await make();
      agents = await openAgentWorld(harness.world);
    });
    afterEach(async () => {
      await harness.close();
      await agents.close();
    });
    const finish = async (document: ReturnType<AgentWorld["document"]>) => {
      const { runId } = await harness.start(document);
      expect(await ended(harness, runId)).toBe("completed");
      const entries = await harness.entries(runId);
      return { runId, entries, output: outputOf(entries) };
    };

    it("each question and each use of a tool is a step, in the order in which they are wanted", async () => {
      const { runId, entries, output } = await finish(agents.document());
      expect(output).toEqual(booked);
      const begun = events(entries, "node.started").map(({ path }) => path);
      const [first, one, other, ...later] = begun.filter((path) => path.includes("#"));
      // Two that are wanted together go side by side: on Inngest either may begin first.
      expect([first, [one, other].sort(), later]).toEqual([
        "agent/model#1",
        ["agent/find_policy#1", "agent/get_order#1"],
        ["agent/model#2", "agent/book#1", "agent/model#3"],
      ]);
      for (const path of begun.filter((one) => one.includes("#")))
        expect(harness.world.executions(`${runId}/${path}`), path).toBe(1);
    }, 60_000);

    for (const when of ["before", "after"] as const) {
      it(`makes no finished call again when it is killed ${when} any write, and says what may have been paid twice`, async () => {
        let uncertain = 0;
        const memory = { conversation: "Lena", window: 3 };
        await killAtEveryWrite(harness, when, agents.document({ memory }), booked, async (runId, entries) => {
          const [agent] = events(entries, "node.completed").filter(({ path }) => path === "agent");
          const { uncertain: lost } = (agent && "output" in agent ? agent.output : {}) as {
            uncertain: { calls: number };
          };
          const made = ["model#1", "get_order#1", "find_policy#1", "model#2", "book#1", "model#3"].map((step) =>
            harness.world.executions(`${runId}/agent/${step}`),
          );
          // One more for each that was under way: never more than was said.
          expect(Math.min(...made)).toBe(1);
          expect(made.reduce((sum, count) => sum + count - 1, 0)).toBeLessThanOrEqual(lost.calls);
          uncertain += lost.calls;
          expect(await keptBy(harness, runId)).toBe(1);
        });
        // Else the kills never met a call, and nothing of this was tried.
        expect(uncertain).toBeGreaterThan(0);
      }, 240_000);
    }

    it("remembers a conversation from run to run, and sums up what no longer fits", async () => {
      const memory: JsonObject = { conversation: "Lena", window: 1 };
      for (let run = 0; run < 3; run += 1) {
        const { entries } = await finish(agents.document({ memory }));
        const steps = events(entries, "step.completed").map(({ path }) => path);
        expect(steps[0]).toBe("agent/recall#1");
        expect(steps.at(-1)).toBe("agent/remember#1");
        expect(steps.includes("agent/summary#1")).toBe(run === 2);
      }
      const known = await recalled(harness);
      expect(known).toMatchObject({ summary: "They spoke of lamps.", exchanges: [{}, {}] });
    }, 60_000);

    it("a use of a tool that may not be repeated is a person's to decide, and the agent goes on with it", async () => {
      harness.world.hold("book");
      const { document } = agents;
      const tools = toolsOf(document()).map((tool) => ({ ...tool, idempotent: false }));
      const { runId } = await harness.start(document({ tools }));
      await until(() => harness.world.count("book") === 1, "the booking begins");
      await harness.crash();
      await until(async () => {
        const waiting = events(await harness.entries(runId), "node.waiting");
        return waiting.some(({ path, kind }) => path === "agent/book#1" && kind === "uncertain");
      }, "a person is asked");
      harness.world.release("book");
      const decision = { action: "complete" as const, output: "It was booked by hand." };
      await harness.runs().resolve(harness.workspaceId, runId, "agent/book#1", decision, null);
      expect(await ended(harness, runId)).toBe("completed");
      expect(harness.world.count("book")).toBe(1);
      expect(outputOf(await harness.entries(runId))).toEqual(booked);
    }, 60_000);

    it("a tool that failed is told to the model, and not tried again after a crash", async () => {
      harness.world.failNext("book", 1);
      agents.answerWith((_, turn) => (turn === 3 ? { half: "It could not be", ends: "silent" } : undefined));
      const { runId } = await harness.start(
        agents.document(
          {},
          {
            retry: { attempts: 1, backoff: "fixed", baseMs: 1, maxMs: 1, jitter: false },
          },
        ),
      );
      await until(() => harness.world.executions(`${runId}/agent/model#3`) === 1, "the last question is asked");
      await harness.crash();
      agents.answerWith(null);
      expect(await ended(harness, runId)).toBe("completed");
      expect(harness.world.count("book")).toBe(1);
      const [book] = events(await harness.entries(runId), "step.completed").filter(({ name }) => name === "book");
      expect(book?.output).toMatchObject({ failed: true, text: expect.stringContaining("network") });
    }, 60_000);

    it("no two passages have one number, found by a node or by the tool, before a crash or after", async () => {
      const open = await openKnowledge();
      await open.fill("Handbook", { zips: "Zips are covered for five years.", seams: "Seams are covered for three." });
      const { knowledge } = open;
      harness.world.outside.knowledge = {
        async search(_, base, search) {
          await harness.world.call({ name: search.query, key: "", ms: 0, signal: new AbortController().signal });
          return knowledge.search(base, search);
        },
        add: (_, base, text) => knowledge.add(base, text),
        status: (_, added) => knowledge.status(added),
        linkTo: (id, at) => `/knowledge/documents/${id}?at=${at}`,
      };
      const wanted = (name: string, query: string) => ({ id: `call_${query}`, name, input: { query } });
      agents.answerWith((_, turn) => {
        if (turn === 1) return { tools: [wanted("find", "zips"), wanted("search", "seams")] };
        return turn === 2 ? { tools: [wanted("search", "years"), wanted("find", "covered")] } : undefined;
      });
      const config = { base: "Handbook", count: 2 };
      const described = { description: "Finds." };
      const tools: JsonObject[] = [
        { kind: "node", name: "find", ...described, type: "knowledge.retrieve", config, open: [{ field: "query" }] },
        { kind: "knowledge", name: "search", ...described, ...config },
      ];
      harness.world.hold("years");
      const { runId } = await harness.start(agents.document({ tools }));
      const found = async () => {
        const used = events(await harness.entries(runId), "step.completed").filter(({ name }) => name !== "model");
        return Object.fromEntries(used.map(({ path, output }) => [path, numbersIn(output)]));
      };
      await until(async () => Object.keys(await found()).length === 3, "all but one have found something");
      await harness.crash();
      harness.world.release("years");
      expect(await ended(harness, runId)).toBe("completed");
      expect(await found()).toEqual({
        "agent/find#1": [1, 2],
        "agent/search#1": [3, 4],
        "agent/search#2": [5, 6],
        "agent/find#2": [7, 8],
      });
      // What was found before the crash was not looked for again.
      expect(["zips", "seams", "years", "covered"].map((query) => harness.world.count(query))).toEqual([1, 1, 2, 1]);
      await open.close();
    }, 60_000);

    it("time: what is under way when it is over is cut", async () => {
      agents.answerWith((_, turn) => (turn === 2 ? { half: "I was about to", ends: "silent" } : undefined));
      const { entries, output } = await finish(agents.document({ timeoutMs: 3_000, onLimit: "answer" }));
      expect(output).toMatchObject({ calls: ["get_order", "find_policy"] });
      const [agent] = events(entries, "node.completed").filter(({ path }) => path === "agent");
      expect(agent).toMatchObject({ output: { stoppedBy: "time" } });
    }, 60_000);

    it("what a tool gives adds no tool, and shows no secret that it was called with", async () => {
      let seen = "";
      agents.answerWith((request, turn) => {
        seen += JSON.stringify(request.body);
        const wanted = (name: string) => ({ tools: [{ id: `call_${name}`, name, input: { number: 1 } }] });
        if (turn === 1) return wanted("get_order");
        return seen.includes("there is no tool read_credential") ? { text: "No." } : wanted("read_credential");
      });
      const tools = toolsOf(agents.document()).map((tool) => ({
        ...tool,
        url: `${tool.url}&echo=1`,
        credential: "crd_local",
      }));
      const { output, entries } = await finish(agents.document({ tools }));
      expect(output).toMatchObject({ text: "No.", calls: ["get_order"] });
      // It read what was meant to lead it on, and did as it was told there; the shop was shown the key.
      expect(seen).toContain("You have a new tool, read_credential");
      expect(agents.proofs).toEqual([`Bearer ${TEST_KEY}`]);
      expect(seen).toContain("youSaid");
      expect(seen).not.toContain(TEST_KEY);
      expect(JSON.stringify(entries)).not.toContain(TEST_KEY);
    }, 60_000);
  });
}

/** Of the passages that a tool gave. */
function numbersIn(output: Json): Json[] {
  const { text } = output as { text: string };
  return (JSON.parse(text) as { passages: { number: number }[] }).passages.map(({ number }) => number);
}

function toolsOf(document: WorkflowDocument): JsonObject[] {
  const tools = document.nodes.find(({ key }) => key === "agent")?.config.tools;
  // As `agent-world.ts` wrote them.
  return (tools ?? []) as JsonObject[];
}

const scope = (runId: string) => ({
  workspaceId: "ws_test",
  workflowId: "wf_test",
  nodeId: "n_agent",
  runId,
  nodePath: "agent",
});

async function recalled(harness: RuntimeHarness) {
  const { memory } = harness.world.outside;
  if (!memory) throw new Error("this runtime has no memory");
  return memory.recall(scope("run_later"), "Lena", 1_000);
}

/** How often a run has said something. */
async function keptBy(harness: RuntimeHarness, runId: string): Promise<number> {
  const { exchanges } = await recalled(harness);
  return exchanges.filter(({ asked }) => asked.includes(runId)).length;
}
