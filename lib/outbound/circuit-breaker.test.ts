import { beforeEach, expect, test } from "vitest";
import { CircuitBreaker } from "./circuit-breaker.ts";

const options = { failures: 3, windowMs: 1_000, openMs: 10_000, maxOpenMs: 30_000 };
let breaker: CircuitBreaker;
beforeEach(() => {
  breaker = new CircuitBreaker(options);
});

function call(outcome: "worked" | "failed" | "neither", now: number, key = "a"): "sent" | number {
  try {
    breaker.enter(key, "api.example.com", now);
  } catch (error) {
    const { code, retry } = error as { code: string; retry: { afterMs: number } };
    expect(code).toBe("upstream");
    return retry.afterMs;
  }
  breaker.leave(key, outcome, now);
  return "sent";
}

test("opens after failures in a row, and says when it is tried again", () => {
  for (const now of [0, 1, 2]) expect(call("failed", now)).toBe("sent");
  expect(call("worked", 3)).toBe(9_999);
  expect(() => breaker.enter("a", "api.example.com", 7_002)).toThrow(
    "api.example.com failed 3 times in a row and is left alone for a while. It is called again in 3 s.",
  );
});

test("one answer in between, or a long time, begins the row anew", () => {
  for (const now of [0, 1]) call("failed", now);
  call("worked", 2);
  for (const now of [3, 4]) call("failed", now);
  expect(call("failed", 2_000)).toBe("sent");
  expect(call("failed", 2_001)).toBe("sent");
  expect(call("failed", 2_002)).toBe("sent");
  expect(call("worked", 2_003)).not.toBe("sent");
});

test("then one request probes: its success closes, its failure doubles the wait up to the most", () => {
  for (const now of [0, 0, 0]) call("failed", now);
  breaker.enter("a", "h", 10_000);
  // Only one: the others still wait.
  expect(call("worked", 10_001)).toBe(1_000);
  breaker.leave("a", "failed", 10_002);
  expect(call("worked", 10_003)).toBe(19_999);
  expect(call("failed", 30_002)).toBe("sent");
  expect(call("worked", 30_003)).toBe(29_999);
  expect(call("worked", 60_002)).toBe("sent");
  for (let now = 60_003; now < 60_010; now += 1) expect(call("worked", now)).toBe("sent");
});

test("a probe that was stopped leaves its place to the next", () => {
  for (const now of [0, 0, 0]) call("failed", now);
  expect(call("neither", 10_000)).toBe("sent");
  expect(call("worked", 10_000)).toBe("sent");
});

test("a late failure of a request sent before does not prolong it", () => {
  breaker.enter("a", "h", 0);
  for (const now of [0, 0, 0]) call("failed", now);
  breaker.leave("a", "failed", 9_000);
  expect(call("worked", 10_000)).toBe("sent");
});

test("each key has its own", () => {
  for (const now of [0, 0, 0]) call("failed", now);
  expect(call("worked", 1, "b")).toBe("sent");
  expect(call("worked", 1, "a")).not.toBe("sent");
});
