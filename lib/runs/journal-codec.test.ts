import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import { parseJson } from "../engine/parse-json.ts";
import { Breath } from "./breath.ts";
import { decodeChunk, decodeChunks, encodeChunk } from "./journal-codec.ts";

function event(output: Json): RunEvent {
  return { type: "node.completed", at: 1, path: "a", ports: ["out"], ms: 0, attempt: 1, output };
}

async function roundTrip(events: RunEvent[]): Promise<RunEvent[]> {
  const bytes = await encodeChunk(events.map((one) => JSON.stringify(one)));
  return decodeChunk(bytes, 7).map((entry) => entry.event);
}

describe("journal chunks", () => {
  it("give every string, key and number back as it was", async () => {
    const anyString = fc.string({ unit: fc.oneof(fc.constantFrom("\0", "\ud800", "\udfff", "é", "🧵"), fc.string()) });
    const value = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }) as fc.Arbitrary<Json>;
    await fc.assert(
      fc.asyncProperty(anyString, value, async (text, json) => {
        const events = [event(text), event({ [text]: json }), event(2 ** 53 + 2)];
        expect(await roundTrip(events)).toEqual(parseJson(JSON.stringify(events)));
      }),
      { numRuns: 300 },
    );
  });

  it("keep a key called __proto__ a key", async () => {
    const [back] = await roundTrip([event(parseJson('{"__proto__": {"polluted": true}}') as Json)]);
    const { output } = back as { output: object };
    expect(Object.hasOwn(output, "__proto__")).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("are compressed when they are large, on and off the event loop", async () => {
    for (const size of [100, 10_000, 1_000_000]) {
      const text = JSON.stringify(event("thread ".repeat(size / 7)));
      const bytes = await encodeChunk([text]);
      expect(bytes.length < text.length).toBe(size > 4_096);
      expect(decodeChunk(bytes, 1)).toEqual([{ seq: 1, event: parseJson(text) }]);
    }
  });

  it("number their events from where the chunk starts", async () => {
    const bytes = await encodeChunk([event(1), event(2)].map((one) => JSON.stringify(one)));
    expect(decodeChunk(bytes, 41).map(({ seq }) => seq)).toEqual([41, 42]);
  });

  it("of an unknown form are refused", () => {
    expect(() => decodeChunk(Uint8Array.of(9, 1), 1)).toThrow("unknown form 9");
  });

  it("let others have their turn when they are many", async () => {
    const chunks: { events: Uint8Array; seqFrom: number }[] = [];
    for (let seqFrom = 1; seqFrom <= 39; seqFrom += 2)
      chunks.push({ events: await encodeChunk([1, 2].map((n) => JSON.stringify(event(n)))), seqFrom });
    let turns = 0;
    let isOver = false;
    const tick = () => {
      turns += 1;
      if (!isOver) setImmediate(tick);
    };
    setImmediate(tick);
    const entries = await decodeChunks(chunks, new Breath(0));
    isOver = true;
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(turns).toBeGreaterThanOrEqual(20);
  });
});
