import { describe, expect, it } from "vitest";
import { testCatalogue } from "../../engine/testing/catalogue.ts";
import { graph } from "../../engine/testing/graphs.ts";
import type { AnyDefinition } from "../../nodes/define.ts";
import { applyDiff, isEmptyDiff, reverseDiff } from "../diff.ts";
import { addNode } from "./add-node.ts";
import { setConfig, setPolicy, toggleDisabled } from "./change-node.ts";
import { copyText, parseClip, paste } from "./clipboard.ts";
import { closesCircle, connect } from "./connect.ts";
import { remove } from "./remove.ts";
import { renameKey } from "./rename-key.ts";

const set = testCatalogue.get("test.set") as AnyDefinition;
const ways = (document: ReturnType<typeof graph>) =>
  document.edges.map((edge) => `${edge.source}.${edge.sourcePort}>${edge.target}`).sort();

describe("commands", () => {
  it("add a node that is connected at once, and reverse to what was there", () => {
    const document = graph("start > a");
    const { diff, id } = addNode(document, { definition: set, from: { node: "n_a", port: "out" } });
    const after = applyDiff(document, diff);
    expect(ways(after)).toContain(`n_a.out>${id}`);
    expect(applyDiff(after, reverseDiff(diff))).toEqual(document);
  });

  it("put a node into an edge: both ends stay connected through it", () => {
    const document = graph("start > a");
    const { diff, id } = addNode(document, { definition: set, edge: "e_1" });
    expect(ways(applyDiff(document, diff))).toEqual([`${id}.out>n_a`, `n_start.out>${id}`].sort());
  });

  it("give each added node a key of its own", () => {
    let document = graph("start");
    for (let i = 0; i < 3; i++) document = applyDiff(document, addNode(document, { definition: set }).diff);
    expect(new Set(document.nodes.map(({ key }) => key)).size).toBe(4);
  });

  it("keep what is connected to a way out whose name changes, and take it off with the way", () => {
    const definition = {
      ...set,
      ports: ({ cases }: { cases?: unknown }) => [...(cases as string[]), "default"],
    } as AnyDefinition;
    const document = graph("start > a", { a: { config: { cases: ["x", "y"] } } });
    document.edges.push(
      { id: "e_x", source: "n_a", sourcePort: "x", target: "n_start", targetPort: "in" },
      { id: "e_y", source: "n_a", sourcePort: "y", target: "n_start", targetPort: "in" },
    );
    const set_ = (cases: string[]) => ways(applyDiff(document, setConfig(document, "n_a", "cases", cases, definition)));
    expect(set_(["large", "y"])).toEqual(["n_a.large>n_start", "n_a.y>n_start", "n_start.out>n_a"]);
    expect(set_(["y"])).toEqual(["n_a.y>n_start", "n_start.out>n_a"]);
    expect(set_(["x", "y", "z"])).toEqual(["n_a.x>n_start", "n_a.y>n_start", "n_start.out>n_a"]);
  });

  it("refuse a connection that closes a circle or is there already", () => {
    const document = graph("start > a > b");
    expect(closesCircle(document, "n_b", "n_a")).toBe(true);
    expect(isEmptyDiff(connect(document, { node: "n_b", port: "out" }, { node: "n_a", port: "in" }))).toBe(true);
    expect(isEmptyDiff(connect(document, { node: "n_a", port: "out" }, { node: "n_b", port: "in" }))).toBe(true);
    expect(isEmptyDiff(connect(document, { node: "n_start", port: "out" }, { node: "n_b", port: "in" }))).toBe(false);
  });

  it("heal the chain when a node in its middle goes", () => {
    const document = graph("start > a > b");
    expect(ways(applyDiff(document, remove(document, new Set(["n_a"]), new Set())))).toEqual(["n_start.out>n_b"]);
  });

  it("rename a key in every expression that reads it, and nowhere else", () => {
    const document = graph("start > a > b", {
      b: { config: { x: "{{ a.total + a['a'] }} a", y: ["{{ { a } }}"], z: "{{ [1].map((a) => a) }}" } },
    });
    const after = applyDiff(document, renameKey(document, "n_a", "order"));
    expect(after.nodes.find(({ id }) => id === "n_b")?.config).toEqual({
      x: "{{ order.total + order['a'] }} a",
      y: ["{{ { a: order } }}"],
      z: "{{ [1].map((a) => a) }}",
    });
  });

  it("paste nodes under new ids and keys, whose expressions follow each other", () => {
    const document = graph("start > a > b", { b: { config: { x: "{{ a.total }}" } } });
    const clip = parseClip(copyText(document, new Set(["n_a", "n_b"])) ?? "");
    const after = applyDiff(document, paste(document, clip as NonNullable<typeof clip>).diff);
    expect(after.nodes).toHaveLength(5);
    expect(new Set(after.nodes.map(({ id }) => id)).size).toBe(5);
    const pastedA = after.nodes.find(({ key, id }) => key.startsWith("a") && id !== "n_a");
    const pastedB = after.nodes.find(({ key, id }) => key.startsWith("b") && id !== "n_b");
    expect(pastedB?.config).toEqual({ x: `{{ ${pastedA?.key}.total }}` });
    expect(parseClip("just text")).toBeNull();
  });

  it("take error edges away with the port they start from", () => {
    const document = graph("start > step1.error > b", { step1: { policy: { onError: "port" } } });
    expect(ways(applyDiff(document, setPolicy(document, "n_step1", { onError: "continue" })))).toEqual([
      "n_start.out>n_step1",
    ]);
  });

  it("switch off what is on, and all on again", () => {
    const document = graph("start > a > b", { a: { disabled: true } });
    const both = new Set(["n_a", "n_b"]);
    const off = applyDiff(document, toggleDisabled(document, both));
    expect(off.nodes.filter(({ disabled }) => disabled).map(({ key }) => key)).toEqual(["a", "b"]);
    expect(applyDiff(off, toggleDisabled(off, both)).nodes.some(({ disabled }) => disabled)).toBe(false);
  });
});
