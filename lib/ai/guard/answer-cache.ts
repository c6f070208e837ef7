import { createHash } from "node:crypto";
import type { Masker } from "../../credentials/masking.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import type { EmbedAnswer, EmbedCall, ModelAnswer, ModelCall, ModelMessage, ModelUsage } from "../calls.ts";
import type { FoundModel } from "../model-name.ts";
import type { ModelGuard } from "./model-guard.ts";
import type { ModelUser } from "./model-user.ts";

/** Changes when what is kept changes its shape or meaning. */
const FORM = 1;

type Place = { guard: ModelGuard; user: ModelUser; found: FoundModel; masker: Masker };

/** An answer that was given before to the very same question. Counted as a call that cost nothing. */
export async function cachedAnswer(place: Place, call: ModelCall): Promise<ModelAnswer | null> {
  const kept = await look<Omit<ModelAnswer, "usage" | "cost" | "cached">>(place, questionKey(place, call));
  return kept && { ...kept, usage: nothingUsed, cost: 0, cached: true };
}

/** Only whole answers are worth giving again. */
export async function keepAnswer(place: Place, call: ModelCall, answer: ModelAnswer, forMs: number): Promise<void> {
  if (answer.finishReason !== "stop") return;
  const { usage: _, cost: __, cached: ___, ...kept } = answer;
  // What was repeated of a secret is not kept either.
  await place.guard.cache.set(questionKey(place, call), place.masker.json({ ...kept, repairs: 0 }), forMs);
}

export async function cachedEmbedding(place: Place, call: EmbedCall): Promise<EmbedAnswer | null> {
  const embeddings = await look<number[][]>(place, textsKey(place, call));
  return embeddings && { embeddings, usage: { inputTokens: 0 }, cost: 0, model: place.found.shown, cached: true };
}

export async function keepEmbedding(place: Place, call: EmbedCall, answer: EmbedAnswer, forMs: number): Promise<void> {
  await place.guard.cache.set(textsKey(place, call), answer.embeddings, forMs);
}

const nothingUsed: ModelUsage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, reasoningTokens: 0 };

async function look<T>({ guard, user, found }: Place, key: string): Promise<T | null> {
  const kept = await guard.cache.get(key);
  if (kept === undefined) return null;
  await user.record({ at: Date.now(), model: found.shown, inputTokens: 0, outputTokens: 0, cost: 0, cached: true });
  // Under a key stands what this file put there.
  return kept as T;
}

/** Everything that decides about the answer. The models of other workspaces, credentials and addresses answer for themselves. */
function questionKey(place: Place, call: ModelCall): string {
  const { system = null, prompt, output, temperature = null, maxOutputTokens = null, tools = [] } = call;
  const messages = typeof prompt === "string" ? [{ role: "user", text: prompt } as const] : prompt;
  return keyOf("answer", place, [
    system,
    messages.map(messageKey),
    output ? [output.schema, output.repairs ?? null] : null,
    temperature,
    maxOutputTokens,
    tools.map(({ name, description, input }) => [name, description, input]),
  ]);
}

function messageKey(message: ModelMessage): Json {
  if (message.role !== "user") return JSON.stringify(message);
  const { text, images = [] } = message;
  return ["user", text, images.map(({ mediaType, data }) => [mediaType, hash(data)])];
}

function textsKey(place: Place, { texts, dimensions }: EmbedCall): string {
  return keyOf("embedding", place, [[...texts], dimensions ?? null]);
}

function keyOf(kind: string, { user, found: { credential, model } }: Place, more: Json[]): string {
  const { baseUrl = null, region = null } = credential?.values ?? {};
  const whole: (Json | JsonObject)[] = [
    FORM,
    user.workspaceId,
    credential?.id ?? null,
    baseUrl,
    region,
    model,
    ...more,
  ];
  // The workspace stands in the key besides, so that two can never meet, whatever is hashed.
  return `model-${kind}:${user.workspaceId}:${hash(JSON.stringify(whole))}`;
}

function hash(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("base64url");
}
