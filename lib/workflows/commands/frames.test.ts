import { describe, expect, it } from "vitest";
import { testCatalogue } from "../../engine/testing/catalogue.ts";
import { graph } from "../../engine/testing/graphs.ts";
import type { AnyDefinition } from "../../nodes/define.ts";
import { applyDiff, isEmptyDiff, reverseDiff } from "../diff.ts";
import { addNode } from "./add-node.ts";
import { moveNodes } from "./change-node.ts";
import { copyText, parseClip, paste } from "./clipboard.ts";
import { connect } from "./connect.ts";
import { FRAME } from "./frames.ts";
import { remove } from "./remove.ts";

const inLoop = (x: number, y: number) => ({ parent: "n_loop", position: { x, y } });
/** start > loop > after, with x > y inside of the loop. */
const looped = () =>
  graph("start > loop > after; x > y", {
    start: { position: { x: 0, y: 0 } },
    loop: { position: { x: 0, y: 100 } },
    after: { position: { x: 0, y: 500 } },
    x: inLoop(FRAME.left, FRAME.top),
    y: { ...inLoop(FRAME.left, FRAME.top + 96), config: { v: "{{ x.total }}" } },
  });
const sorted = ({ nodes, edges }: ReturnType<typeof graph>) =>
  [...nodes, ...edges].sort((a, b) => a.id.localeCompare(b.id));
const ways = (document: ReturnType<typeof graph>) =>
  document.edges.map(({ source, target }) => `${source}>${target}`).sort();

describe("containers", () => {
  it("go with everything inside of them, in one step that can be undone, and the chain heals", () => {
    const document = looped();
    const diff = remove(document, new Set(["n_loop"]), new Set());
    const after = applyDiff(document, diff);
    expect(after.nodes.map(({ key }) => key)).toEqual(["start", "after"]);
    expect(ways(after)).toEqual(["n_start>n_after"]);
    // The order of records says nothing: what comes back stands at the end.
    expect(sorted(applyDiff(after, reverseDiff(diff)))).toEqual(sorted(document));
  });

  it("let no connection cross their border", () => {
    const document = looped();
    const to = (source: string, target: string) =>
      connect(document, { node: source, port: "out" }, { node: target, port: "in" });
    expect(isEmptyDiff(to("n_start", "n_x"))).toBe(true);
    expect(isEmptyDiff(to("n_y", "n_after"))).toBe(true);
    expect(isEmptyDiff(to("n_start", "n_after"))).toBe(false);
  });

  it("take in what is moved into them: its old chain heals, and it is undone in one step", () => {
    const document = looped();
    const diff = moveNodes(document, { n_y: { x: 400, y: 0 } }, new Map([["n_y", null]]));
    const out = applyDiff(document, diff);
    expect(out.nodes.find(({ id }) => id === "n_y")?.parent ?? null).toBeNull();
    expect(ways(out)).toEqual(["n_loop>n_after", "n_start>n_loop"]);
    expect(applyDiff(out, reverseDiff(diff))).toEqual(document);
    const chain = graph("start > a > b; loop > c");
    const into = applyDiff(chain, moveNodes(chain, {}, new Map([["n_a", "n_loop"]])));
    expect(into.nodes.find(({ id }) => id === "n_a")?.parent).toBe("n_loop");
    expect(ways(into)).toEqual(["n_loop>n_c", "n_start>n_b"]);
  });

  it("follow what is moved left or up inside of them, and nothing else is seen to move", () => {
    const document = looped();
    const after = applyDiff(document, moveNodes(document, { n_x: { x: FRAME.left - 40, y: FRAME.top } }));
    const at = (id: string) => after.nodes.find((node) => node.id === id)?.position;
    expect(at("n_loop")).toEqual({ x: -40, y: 100 });
    expect(at("n_x")).toEqual({ x: FRAME.left, y: FRAME.top });
    expect(at("n_y")).toEqual({ x: FRAME.left + 40, y: FRAME.top + 96 });
  });

  it("are copied with what is inside of them, under keys that follow each other", () => {
    const document = looped();
    const clip = parseClip(copyText(document, new Set(["n_loop"])) ?? "");
    const { diff, ids } = paste(document, clip as NonNullable<typeof clip>);
    const after = applyDiff(document, diff);
    const pasted = after.nodes.filter(({ id }) => ids.includes(id));
    const [loop, x, y] = pasted;
    expect(pasted).toHaveLength(3);
    expect([x?.parent, y?.parent]).toEqual([loop?.id, loop?.id]);
    expect(y?.config).toEqual({ v: `{{ ${x?.key}.total }}` });
  });

  it("hold a copy of one of their nodes too", () => {
    const document = looped();
    const clip = parseClip(copyText(document, new Set(["n_x"])) ?? "");
    const after = applyDiff(document, paste(document, clip as NonNullable<typeof clip>).diff);
    expect(after.nodes.filter(({ parent }) => parent === "n_loop")).toHaveLength(3);
  });

  it("stay where they are when their first node comes in", () => {
    const document = graph("start > loop", { loop: { position: { x: 0, y: 100 } } });
    const definition = testCatalogue.get("test.set") as AnyDefinition;
    const { diff, id } = addNode(document, { definition, parent: "n_loop", at: { x: 90, y: 70 } });
    const at = (one: string) => applyDiff(document, diff).nodes.find((node) => node.id === one)?.position;
    expect(at("n_loop")).toEqual({ x: 0, y: 100 });
    expect(at(id)).toEqual({ x: FRAME.left, y: FRAME.top });
  });

  it("hold what is added after one of their nodes, or into them", () => {
    const document = looped();
    const definition = testCatalogue.get("test.set") as AnyDefinition;
    const parentOf = (args: Partial<Parameters<typeof addNode>[1]>) => {
      const { diff, id } = addNode(document, { definition, ...args });
      return applyDiff(document, diff).nodes.find((node) => node.id === id)?.parent ?? null;
    };
    expect(parentOf({ from: { node: "n_y", port: "out" } })).toBe("n_loop");
    expect(parentOf({ edge: "e_3" })).toBe("n_loop");
    expect(parentOf({ parent: "n_loop", at: { x: 300, y: 80 } })).toBe("n_loop");
    expect(parentOf({ from: { node: "n_start", port: "out" } })).toBeNull();
  });
});
