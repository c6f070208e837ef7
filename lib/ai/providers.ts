import type { EmbeddingModel, LanguageModel, RerankingModel, streamText } from "ai";
import type { CredentialValues } from "../credentials/define.ts";
import { addressOf } from "../credentials/provider-address.ts";
import { ANTHROPIC_ADDRESS } from "../credentials/types/anthropic/definition.ts";
import { GOOGLE_ADDRESS } from "../credentials/types/google/definition.ts";
import { OPENAI_ADDRESS } from "../credentials/types/openai/definition.ts";
import type { JsonObject } from "../engine/json.ts";
import { isStrictSchema } from "./json-schema.ts";
import type { ModelCredentialType } from "./model-credentials.ts";
import { rerankEndpoint } from "./rerank-endpoint.ts";

export interface Access {
  /** What the credential holds and may be seen; the secret is added by `fetch`, behind the SDK. */
  values: CredentialValues;
  fetch: typeof globalThis.fetch;
}

export type ProviderOptions = Exclude<Parameters<typeof streamText>[0]["providerOptions"], undefined>;

export interface Provider {
  language(access: Access, model: string): Promise<LanguageModel>;
  /** Absent: it has no embedding models. */
  embedding?(access: Access, model: string): Promise<EmbeddingModel>;
  /** Absent: it has no models that order passages. */
  reranking?(access: Access, model: string): Promise<RerankingModel>;
  options?(schema: JsonObject | undefined): ProviderOptions;
  /** False where the provider may not know JSON Schema: the schema is then told in words as well. */
  knowsSchemas: boolean;
}

/** Stands where the SDK asks for a key. Without one it would take the key of the server's own environment. */
export const PLACEHOLDER_KEY = "kept-outside";

/** The SDK's providers by kind of credential. Each is loaded when it is first used: together they weigh 150 MB. */
export const providers: Readonly<Record<ModelCredentialType, Provider>> = {
  openai: {
    language: async (access, model) => (await openai(access)).responses(model),
    embedding: async (access, model) => (await openai(access)).embedding(model),
    options: (schema) => ({ openai: openaiOptions(schema) }),
    knowsSchemas: true,
  },
  anthropic: {
    async language({ values, fetch }, model) {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      return createAnthropic({ baseURL: addressOf(values, ANTHROPIC_ADDRESS), apiKey: PLACEHOLDER_KEY, fetch })(model);
    },
    knowsSchemas: true,
  },
  google: {
    language: async (access, model) => (await google(access))(model),
    embedding: async (access, model) => (await google(access)).embedding(model),
    knowsSchemas: true,
  },
  "azure-openai": {
    language: async (access, model) => (await azure(access)).responses(model),
    embedding: async (access, model) => (await azure(access)).embedding(model),
    options: (schema) => ({ azure: openaiOptions(schema), openai: openaiOptions(schema) }),
    knowsSchemas: true,
  },
  bedrock: {
    language: async (access, model) => (await bedrock(access))(model),
    embedding: async (access, model) => (await bedrock(access)).embedding(model),
    reranking: async (access, model) => (await bedrock(access, "bedrock-agent-runtime")).reranking(model),
    knowsSchemas: true,
  },
  "openai-compatible": {
    language: async (access, model) => (await compatible(access)).chatModel(model),
    embedding: async (access, model) => (await compatible(access)).embeddingModel(model),
    reranking: async (access, model) => rerankEndpoint(access, model),
    knowsSchemas: false,
  },
};

/** Answers are not kept at OpenAI; its strict mode takes only schemas that leave nothing open. */
function openaiOptions(schema: JsonObject | undefined) {
  return { store: false, strictJsonSchema: schema !== undefined && isStrictSchema(schema) };
}

async function openai({ values, fetch }: Access) {
  const { createOpenAI } = await import("@ai-sdk/openai");
  return createOpenAI({ baseURL: addressOf(values, OPENAI_ADDRESS), apiKey: PLACEHOLDER_KEY, fetch });
}

async function google({ values, fetch }: Access) {
  const { createGoogle } = await import("@ai-sdk/google");
  return createGoogle({ baseURL: addressOf(values, GOOGLE_ADDRESS), apiKey: PLACEHOLDER_KEY, fetch });
}

async function azure({ values, fetch }: Access) {
  const { createAzure } = await import("@ai-sdk/azure");
  return createAzure({ baseURL: addressOf(values), apiKey: PLACEHOLDER_KEY, fetch });
}

async function bedrock({ values: { region = "" }, fetch }: Access, service = "bedrock-runtime") {
  const { createAmazonBedrock } = await import("@ai-sdk/amazon-bedrock");
  const baseURL = `https://${service}.${region}.amazonaws.com`;
  return createAmazonBedrock({ region, baseURL, apiKey: PLACEHOLDER_KEY, fetch });
}

async function compatible({ values, fetch }: Access) {
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  return createOpenAICompatible({
    name: "compatible",
    baseURL: addressOf(values),
    apiKey: PLACEHOLDER_KEY,
    includeUsage: true,
    supportsStructuredOutputs: true,
    fetch,
  });
}
