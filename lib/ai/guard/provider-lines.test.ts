import { expect, it } from "vitest";
import { createMemoryCache } from "../../cache/adapters/memory-cache.ts";
import { limits } from "../../config/limits.ts";
import { createMemoryRateLimit } from "../../rate-limit/adapters/memory-rate-limit.ts";
import { type LineAsk, ProviderLines } from "./provider-lines.ts";
import { nothingSaid } from "./workspace-models.ts";

function setUp(rules: Partial<LineAsk["rules"]> = {}) {
  const cache = createMemoryCache();
  const open = () => new ProviderLines({ rateLimit: createMemoryRateLimit(), cache, now: () => Date.now() });
  const lines = open();
  const order: string[] = [];
  const said: string[] = [];
  const leaves = new Map<string, () => void>();
  const enter = (name: string, more: Partial<LineAsk> = {}) =>
    lines
      .enter({
        credential: "crd_1",
        name: "Mine",
        rules: { ...nothingSaid.rules, ...rules },
        tokens: 10,
        turn: name,
        signal: new AbortController().signal,
        onWait: (message) => void said.push(message),
        ...more,
      })
      .then((leave) => {
        order.push(name);
        leaves.set(name, leave);
      });
  /** Until everything that can go has gone. */
  const still = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { lines, another: open(), enter, order, said, still, leave: (name: string) => leaves.get(name)?.() };
}

it("lets all in where there are no rules", async () => {
  const { enter, order, said } = setUp();
  await Promise.all(["a", "b", "c"].map((name) => enter(name)));
  expect(order).toEqual(["a", "b", "c"]);
  expect(said).toEqual([]);
});

it("lets in as many at once as may be, and the next when one has left", async () => {
  const { enter, order, said, still, leave } = setUp({ callsAtOnce: 2 });
  for (const name of ["a", "b", "c", "d"]) void enter(name);
  await still();
  expect(order).toEqual(["a", "b"]);
  leave("a");
  leave("a");
  await still();
  expect(order).toEqual(["a", "b", "c"]);
  expect(said).toEqual(["Waits for its turn at “Mine”.", "Waits for its turn at “Mine”, with 1 call before this one."]);
});

it("takes turns: a run with many calls does not hold up one with few", async () => {
  const { enter, order, still, leave } = setUp({ callsAtOnce: 1 });
  for (const name of ["many 1", "many 2", "many 3"]) void enter(name, { turn: "many" });
  void enter("few", { turn: "few" });
  await still();
  for (const _ of [1, 2, 3]) {
    leave(order.at(-1) ?? "");
    await still();
  }
  expect(order).toEqual(["many 1", "few", "many 2", "many 3"]);
});

it("whoever gives up waiting is passed over", async () => {
  const { enter, order, still, leave } = setUp({ callsAtOnce: 1 });
  const stop = new AbortController();
  void enter("a");
  const given = enter("b", { signal: stop.signal });
  void enter("c");
  await still();
  stop.abort(new Error("stopped"));
  await expect(given).rejects.toThrow("stopped");
  leave("a");
  await still();
  expect(order).toEqual(["a", "c"]);
  await expect(enter("d", { signal: stop.signal })).rejects.toThrow("stopped");
});

it("keeps to the requests and tokens of a minute, each for itself", async () => {
  const requests = setUp({ requestsPerMinute: 2 });
  for (const name of ["a", "b", "c"]) void requests.enter(name);
  await requests.still();
  expect(requests.order).toEqual(["a", "b"]);
  const tokens = setUp({ tokensPerMinute: 25 });
  for (const name of ["a", "b", "c"]) void tokens.enter(name);
  await tokens.still();
  expect(tokens.order).toEqual(["a", "b"]);
  // One that is larger than a minute's tokens gets through where nobody else is.
  const large = setUp({ tokensPerMinute: 25 });
  await large.enter("large", { tokens: 1_000 });
});

it("another credential has a line of its own", async () => {
  const { enter, order, still } = setUp({ callsAtOnce: 1 });
  void enter("a");
  void enter("b", { credential: "crd_2" });
  await still();
  expect(order).toEqual(["a", "b"]);
});

it("a pause holds up everybody of the credential, and the other processes", async () => {
  const { lines, another, enter, order, said, still } = setUp();
  lines.pause("crd_1", 60);
  const began = performance.now();
  const waits = enter("a");
  void enter("b", { credential: "crd_2" });
  await still();
  expect(order).toEqual(["b"]);
  expect(said[0]).toMatch(/“Mine” wants to be left alone for 1 s/);
  await waits;
  expect(performance.now() - began).toBeGreaterThan(50);
  lines.pause("crd_1", limits.modelPauseMs * 2);
  for (const one of [lines, another]) {
    const asked = one.enter({
      credential: "crd_1",
      name: "Mine",
      rules: nothingSaid.rules,
      tokens: 1,
      turn: "x",
      signal: new AbortController().signal,
      onWait: () => {},
    });
    await expect(asked).rejects.toMatchObject({ code: "rate_limited", details: { reason: "paused" } });
  }
});

it("a provider that names no time is left alone for twice as long each time, until it answers", async () => {
  let now = 0;
  const lines = new ProviderLines({ rateLimit: createMemoryRateLimit(), cache: createMemoryCache(), now: () => now });
  const until = async () => {
    const ask = { credential: "c", name: "M", rules: nothingSaid.rules, tokens: 1, turn: "x" };
    const stop = new AbortController();
    const messages: string[] = [];
    const asked = lines.enter({ ...ask, signal: stop.signal, onWait: (said) => messages.push(said) });
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error("enough"));
    await asked.catch(() => {});
    return /for (\d+) s/.exec(messages[0] ?? "")?.[1];
  };
  const seen: unknown[] = [];
  for (const _ of [1, 2, 3]) {
    lines.pause("c", null);
    seen.push(await until());
    now += 60_000;
  }
  lines.worked("c");
  lines.pause("c", null);
  seen.push(await until());
  expect(seen).toEqual(["1", "2", "4", "1"]);
});

it("a line that is too long is said to be, at once", async () => {
  const { enter, still } = setUp({ callsAtOnce: 1 });
  const stop = new AbortController();
  void enter("first");
  await still();
  for (let index = 0; index < limits.modelQueue; index += 1) enter(`${index}`, { signal: stop.signal }).catch(() => {});
  await still();
  await expect(enter("last")).rejects.toMatchObject({ code: "rate_limited", details: { reason: "queue_full" } });
  stop.abort(new Error("over"));
});
