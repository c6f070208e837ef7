import { expect, it } from "vitest";
import { countTokens } from "../../rag/chunking/tokens.ts";
import { costOf } from "../cost.ts";
import { noUsage, type Question } from "../spoken.ts";
import { boundOfQuestion, boundOfTexts } from "./call-bound.ts";

const price = { input: 3, output: 15, cacheWrite: 3.75 };
const question = (text: string, more: Partial<Question> = {}): Question => ({
  messages: [{ role: "user", text }],
  maxOutputTokens: 100,
  ...more,
});

it("is never less than what it comes to", () => {
  const text = "Schließlich: 東京 ✨ ".repeat(500);
  const bound = boundOfQuestion(question(text, { system: text }), price);
  const usage = { ...noUsage, inputTokens: 2 * countTokens(text), outputTokens: 100 };
  expect(bound.tokens).toBeGreaterThan(usage.inputTokens + 100);
  expect(bound.costNano).toBeGreaterThan((costOf(usage, price) ?? 0) * 1e9);
});

it("takes the dearer price of a long call, and counts a schema", () => {
  const above = { tokens: 10, input: 30, output: 150 };
  expect(boundOfQuestion(question("Hi."), { ...price, above }).costNano).toBeGreaterThan(
    boundOfQuestion(question("Hi."), price).costNano ?? 0,
  );
  const asJson = question("Hi.", { output: { schema: { type: "object", title: "x".repeat(1_000) } } });
  expect(boundOfQuestion(asJson, price).tokens).toBeGreaterThan(
    (boundOfQuestion(question("Hi."), price).tokens ?? 0) + 2_000,
  );
});

it("is not known where nobody says how much may be written, or there are pictures", () => {
  const unknown = { costNano: null, tokens: null };
  expect(boundOfQuestion({ messages: question("Hi.").messages }, price)).toEqual(unknown);
  const images = [{ mediaType: "image/png", data: new Uint8Array(3) }];
  expect(boundOfQuestion({ ...question("Hi."), messages: [{ role: "user", text: "What?", images }] }, price)).toEqual(
    unknown,
  );
});

it("knows no dollars without a price, but tokens", () => {
  expect(boundOfTexts(["abc"], null)).toEqual({ costNano: null, tokens: 1_003 });
  expect(boundOfTexts(["abc"], { input: 1, output: 0 })).toEqual({ costNano: 1_003_000, tokens: 1_003 });
});
