import type { ModelPrice } from "../prices.ts";
import type { Question } from "../spoken.ts";
import { imagesOf, textsOf } from "./question-text.ts";

/** What a call may come to at most. Null: nobody can say before. */
export interface Bound {
  costNano: number | null;
  tokens: number | null;
}

/** What providers add to a question by themselves: marks around messages, words about a schema. */
const ADDED_TOKENS = 1_000;

/** No token is shorter than a byte, so a text has no more tokens than bytes. */
export function boundOfQuestion(question: Question, price: ModelPrice | null): Bound {
  const { messages, output, maxOutputTokens } = question;
  const hasImages = messages.some((message) => imagesOf(message).length > 0);
  // What a picture is in tokens, and how much is written where nobody says how much may be, only the provider knows.
  if (hasImages || maxOutputTokens === undefined) return { costNano: null, tokens: null };
  // A schema may be told twice: as such, and in words.
  const schema = output ? 2 * bytes(JSON.stringify(output.schema)) : 0;
  const input = textsOf(question).reduce((sum, text) => sum + bytes(text), schema + ADDED_TOKENS);
  return bound(input, maxOutputTokens, price);
}

export function boundOfTexts(texts: readonly string[], price: ModelPrice | null): Bound {
  const input = texts.reduce((sum, text) => sum + bytes(text), ADDED_TOKENS);
  return bound(input, 0, price);
}

function bound(input: number, output: number, price: ModelPrice | null): Bound {
  if (price === null) return { costNano: null, tokens: input + output };
  const rates = price.above ? [price, price.above] : [price];
  const in1 = Math.max(...rates.flatMap((rate) => [rate.input, rate.cacheWrite ?? 0]));
  const out1 = Math.max(...rates.map((rate) => rate.output));
  // Dollars for a million are thousands of billionths for one.
  return { costNano: Math.ceil((input * in1 + output * out1) * 1_000), tokens: input + output };
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
