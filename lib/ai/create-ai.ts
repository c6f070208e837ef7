import { limits } from "../config/limits.ts";
import type { Masker } from "../credentials/masking.ts";
import { isJsonObject } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";
import type { StepCredentials } from "../nodes/step-context.ts";
import { answerInTurns } from "./answer-in-turns.ts";
import type { EmbedAnswer, EmbedCall, ModelCall, ModelPart, RerankAnswer, RerankCall, StepAi } from "./calls.ts";
import { priceOf } from "./cost.ts";
import { embedAsDemo } from "./demo-embedder.ts";
import { speakAsDemo } from "./demo-model.ts";
import { rerankAsDemo } from "./demo-reranker.ts";
import { embed } from "./embed.ts";
import { type GateStream, gatedFetch } from "./gated-fetch.ts";
import { cachedAnswer, cachedEmbedding, keepAnswer, keepEmbedding } from "./guard/answer-cache.ts";
import { guardedEmbedding } from "./guard/guarded-embedding.ts";
import { guardedSpeech } from "./guard/guarded-speech.ts";
import type { ModelGuard } from "./guard/model-guard.ts";
import type { ModelUser } from "./guard/model-user.ts";
import type { ModelCredentialType } from "./model-credentials.ts";
import { unpriced } from "./model-errors.ts";
import { type FoundModel, findModel } from "./model-name.ts";
import { type Provider, providers } from "./providers.ts";
import { rerank } from "./rerank.ts";
import { speak } from "./speak.ts";
import type { Question, Spoken } from "./spoken.ts";

export interface AiOptions {
  /** The outbound gate, for the step's workspace. */
  stream: GateStream;
  credentials: StepCredentials;
  /** What holds models back. */
  guard: ModelGuard;
  /** Who asks, and is told what it came to. */
  user: ModelUser;
  /** The secrets of the step are kept out of what it watches. */
  masker: Masker;
  signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The one door of steps to models. */
export function createStepAi(options: AiOptions): StepAi {
  const stream = (call: ModelCall) => answerByOne(options, call);
  return {
    stream,
    async generate(call) {
      for await (const part of stream(call)) if (part.type === "answer") return part.answer;
      throw new Error("A model's answer is always the last part.");
    },
    embed: (call) => embedTexts(options, call),
    rerank: (call) => rerankPassages(options, call),
  };
}

/** Model after model, until one answers. */
async function* answerByOne(options: AiOptions, call: ModelCall): AsyncGenerator<ModelPart, void> {
  const names = [call.model, ...(call.fallbacks ?? [])].slice(0, 1 + limits.modelFallbacks);
  const failures: { model: string; error: NodeError }[] = [];
  for (const name of names) {
    let shown = name;
    try {
      const found = await findModel(name, options.credentials);
      shown = found.shown;
      if (call.needsPrice && !(await isPriced(options, shown))) throw unpriced(shown);
      const last = failures.at(-1);
      if (last) yield { type: "restart", because: last.error.message };
      yield* answerOrAgain(options, call, found);
      return;
    } catch (error) {
      const failure = asNodeError(error);
      if (options.signal.aborted || endsAll(failure)) throw failure;
      failures.push({ model: shown, error: failure });
    }
  }
  throw summed(failures);
}

/** Is it known what a model costs? */
async function isPriced({ guard, user }: AiOptions, model: string): Promise<boolean> {
  return priceOf(model, (await guard.workspaces.of(user.workspaceId)).prices) !== null;
}

/** No other model is asked after these: the walk has ended, or a budget has. */
function endsAll({ code, details }: NodeError): boolean {
  return code === "cancelled" || code === "internal" || (isJsonObject(details) && details.reason === "budget");
}

/** One model's answer; the one before where the same was asked, and may be given again. */
async function* answerOrAgain(options: AiOptions, call: ModelCall, found: FoundModel): AsyncGenerator<ModelPart, void> {
  const place = { ...options, found };
  const { cacheForMs } = call;
  const before = cacheForMs === undefined ? null : await cachedAnswer(place, call);
  if (before) {
    if (before.text !== "") yield { type: "text", text: before.text };
    yield { type: "answer", answer: before };
    return;
  }
  const asking = (question: Question) => guardedSpeech(place, question, () => ask(options, call, found, question));
  for await (const part of masked(options.masker, answerInTurns(call, found.shown, asking))) {
    if (part.type === "answer" && cacheForMs !== undefined) await keepAnswer(place, call, part.answer, cacheForMs);
    yield part;
  }
}

function ask(options: AiOptions, call: ModelCall, found: FoundModel, question: Question): Spoken {
  if (found.credential === null) return speakAsDemo(found.model, question);
  return askProvider(options, call, { ...found, credential: found.credential }, question);
}

type Provided = FoundModel & { credential: NonNullable<FoundModel["credential"]> };

async function* askProvider(options: AiOptions, call: ModelCall, found: Provided, question: Question): Spoken {
  const provider = providerOf(found);
  const { access, failure, signal } = accessOf(options, found, call.silenceMs);
  const told = provider.knowsSchemas ? question : inWords(question);
  return yield* speak(told, {
    model: await provider.language(access, found.model),
    shown: found.shown,
    options: provider.options?.(question.output?.schema),
    failure,
    signal,
  });
}

/** With the schema in the instructions too, for servers that read them only. */
function inWords(question: Question): Question {
  if (!question.output) return question;
  const schema = JSON.stringify(question.output.schema);
  const rule = `Answer with JSON alone, which fits this JSON Schema:\n${schema}`;
  return { ...question, system: question.system ? `${question.system}\n\n${rule}` : rule };
}

async function embedTexts(options: AiOptions, call: EmbedCall): Promise<EmbedAnswer> {
  if (call.texts.length > limits.embeddedTexts) {
    throw new NodeError("invalid_input", `Give ${limits.embeddedTexts.toLocaleString("en-US")} texts at most.`, {
      retry: "never",
    });
  }
  const found = await findModel(call.model, options.credentials);
  const place = { ...options, found };
  const { cacheForMs } = call;
  const before = cacheForMs === undefined ? null : await cachedEmbedding(place, call);
  if (before) return before;
  const answer = await guardedEmbedding(place, call, () => embedByOne(options, call, found));
  if (cacheForMs !== undefined) await keepEmbedding(place, call, answer, cacheForMs);
  return answer;
}

async function embedByOne(options: AiOptions, call: EmbedCall, found: FoundModel): Promise<EmbedAnswer> {
  if (found.credential === null) {
    const embeddings = embedAsDemo(found.model, call.texts, call.dimensions);
    return { embeddings, usage: { inputTokens: 0 }, cost: 0, model: found.shown };
  }
  const provided = { ...found, credential: found.credential };
  const provider = providerOf(provided);
  if (!provider.embedding) {
    throw new NodeError(
      "invalid_config",
      `${found.credential.type} has no embedding models. Choose another provider.`,
      {
        retry: "never",
      },
    );
  }
  const { access, failure, signal } = accessOf(options, provided, undefined);
  const model = await provider.embedding(access, found.model);
  return embed(call, { model, shown: found.shown, failure, signal });
}

async function rerankPassages(options: AiOptions, call: RerankCall): Promise<RerankAnswer> {
  const found = await findModel(call.model, options.credentials);
  // Each passage is read together with the question.
  const texts = call.passages.flatMap((passage) => [call.query, passage]);
  return guardedEmbedding({ ...options, found }, { texts }, () => rerankByOne(options, call, found));
}

async function rerankByOne(options: AiOptions, call: RerankCall, found: FoundModel): Promise<RerankAnswer> {
  if (found.credential === null) {
    const scores = rerankAsDemo(found.model, call.query, call.passages);
    return { scores, usage: { inputTokens: 0 }, cost: 0, model: found.shown };
  }
  const provided = { ...found, credential: found.credential };
  const provider = providerOf(provided);
  if (!provider.reranking) {
    throw new NodeError(
      "invalid_config",
      `${found.credential.type} has no models for reranking. Choose another provider, or let a language model do it.`,
      { retry: "never" },
    );
  }
  const { access, failure, signal } = accessOf(options, provided, call.silenceMs);
  const model = await provider.reranking(access, found.model);
  return rerank(call, { model, shown: found.shown, failure, signal });
}

function providerOf({ credential }: Provided): Provider {
  // `findModel` gives no other kinds.
  return providers[credential.type as ModelCredentialType];
}

function accessOf(options: AiOptions, { credential, shown }: Provided, silenceMs = limits.modelSilenceMs) {
  const { stream, signal, now } = options;
  const { fetch, failure } = gatedFetch({ stream, credential, model: shown, signal, silenceMs, now });
  return { access: { values: credential.values, fetch }, failure, signal };
}

/** A secret that a provider repeats is not seen while it comes either. */
async function* masked(masker: Masker, parts: AsyncGenerator<ModelPart, void>): AsyncGenerator<ModelPart, void> {
  let streams = { text: masker.textStream(), thought: masker.textStream() };
  for await (const part of parts) {
    if (part.type === "text" || part.type === "thought") {
      const ready = streams[part.type].push(part.text);
      if (ready !== "") yield { type: part.type, text: ready };
      continue;
    }
    for (const type of ["thought", "text"] as const) {
      const rest = streams[type].end();
      if (rest !== "" && part.type === "answer") yield { type, text: rest };
    }
    streams = { text: masker.textStream(), thought: masker.textStream() };
    yield part;
  }
}

function asNodeError(error: unknown): NodeError {
  if (error instanceof NodeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new NodeError("internal", `The model could not be asked: ${message}`, { retry: "never", cause: error });
}

/** What all of them failed with: the one that is most worth another try decides about it. */
function summed(failures: readonly { model: string; error: NodeError }[]): NodeError {
  const [only] = failures;
  if (only && failures.length === 1) return only.error;
  const worth = failures.find(({ error }) => error.retry !== "never") ?? failures.at(-1) ?? only;
  const models = failures.map(({ model, error }) => ({ model, code: error.code, message: error.message }));
  const all = models.map(({ message }) => message).join(" ");
  return new NodeError(
    worth?.error.code ?? "internal",
    `None of the ${failures.length} models gave an answer. ${all}`,
    {
      retry: worth?.error.retry ?? "never",
      details: { models },
    },
  );
}
