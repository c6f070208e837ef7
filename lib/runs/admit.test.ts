import { describe, expect, it } from "vitest";
import { admit, concurrencyGroup, type QueuedRun } from "./admit.ts";

let made = 0;
function run(parts: Partial<QueuedRun> = {}): QueuedRun {
  made += 1;
  return {
    id: `run_${made}`,
    workspaceId: "a",
    workflowId: "w",
    concurrencyKey: null,
    concurrencyLimit: null,
    priority: 0,
    createdAt: made,
    ...parts,
  };
}

const ids = (runs: QueuedRun[]) => runs.map(({ id }) => id);

describe("admission", () => {
  it("starts the older run first, and no more than there is room for", () => {
    const [first, second, third] = [run(), run(), run()] as const;
    expect(ids(admit([third, first, second], new Map(), 2))).toEqual([first.id, second.id]);
    expect(admit([first], new Map(), 0)).toEqual([]);
  });

  it("starts the higher priority first", () => {
    const [low, high] = [run(), run({ priority: 5 })] as const;
    expect(ids(admit([low, high], new Map(), 1))).toEqual([high.id]);
  });

  it("keeps the limit of a workflow and key, counting what runs already", () => {
    const limited = { concurrencyLimit: 2, concurrencyKey: "lena" };
    const waiting = [run(limited), run(limited), run({ ...limited, concurrencyKey: "tom" })];
    const running = new Map([[concurrencyGroup({ workflowId: "w", concurrencyKey: "lena" }), 1]]);
    expect(ids(admit(waiting, running, 10))).toEqual([waiting[0]?.id, waiting[2]?.id]);
  });

  it("does not let a run that has to wait hold up those behind it", () => {
    const full = run({ concurrencyLimit: 1 });
    const other = run({ workflowId: "v" });
    const running = new Map([[concurrencyGroup(full), 1]]);
    expect(ids(admit([full, other], running, 10))).toEqual([other.id]);
  });

  it("lets workspaces take turns, however many runs one of them has", () => {
    const many = [run(), run(), run()];
    const few = run({ workspaceId: "b" });
    expect(ids(admit([...many, few], new Map(), 2))).toEqual([many[0]?.id, few.id]);
  });
});
