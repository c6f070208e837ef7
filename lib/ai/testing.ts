import type { CredentialSource, ListedCredential, OpenCredential } from "../credentials/credential-source.ts";
import type { CredentialValues } from "../credentials/define.ts";
import { Masker } from "../credentials/masking.ts";
import { stepCredentials } from "../credentials/step-credentials.ts";
import { credentialType } from "../credentials/types/all.ts";
import { NodeError } from "../nodes/define.ts";
import type { OutboundRequest } from "../nodes/step-context.ts";
import type { OutboundGate } from "../outbound/gate.ts";
import type { ModelPart, StepAi } from "./calls.ts";
import { createStepAi } from "./create-ai.ts";
import type { ModelGuard } from "./guard/model-guard.ts";
import type { ModelUser } from "./guard/model-user.ts";
import { testGuard, testUser } from "./guard/testing.ts";

export const TEST_KEY = "sk-test-0123456789abcdef";

export interface TestCredential {
  name?: string;
  type: string;
  values: CredentialValues;
}

/** Credentials of a workspace, by id. */
export function credentialsOf(all: Readonly<Record<string, TestCredential>>): CredentialSource {
  return {
    async open(_, id): Promise<OpenCredential> {
      const found = all[id];
      const type = found && credentialType(found.type);
      if (!found || !type) throw new NodeError("auth", `There is no ${id}.`);
      return { id, name: found.name ?? id, type, values: found.values };
    },
    async list(_, types): Promise<ListedCredential[]> {
      const listed = Object.entries(all).map(([id, { name, type }]) => ({ id, name: name ?? id, type }));
      return listed.filter(({ type }) => types.includes(type));
    },
  };
}

/** One credential of each kind that leads to `origin`. */
export function credentialsTo(origin: string): Record<string, TestCredential> {
  return {
    crd_openai: { type: "openai", values: { baseUrl: `${origin}/v1`, apiKey: TEST_KEY } },
    crd_anthropic: { type: "anthropic", values: { baseUrl: `${origin}/v1`, apiKey: TEST_KEY } },
    crd_google: { type: "google", values: { baseUrl: `${origin}/v1beta`, apiKey: TEST_KEY } },
    crd_azure: { type: "azure-openai", values: { baseUrl: `${origin}/openai/v1`, apiKey: TEST_KEY } },
    crd_bedrock: { type: "bedrock", values: { region: "eu-central-1", apiKey: TEST_KEY } },
    crd_local: { name: "Local", type: "openai-compatible", values: { baseUrl: `${origin}/v1`, apiKey: TEST_KEY } },
  };
}

export interface TestAi {
  ai: StepAi;
  stop: AbortController;
}

/** The facade as a step has it, over a real gate. Bedrock's own address leads to `origin`. */
export function testAi(
  gate: OutboundGate,
  origin: string,
  source = credentialsOf(credentialsTo(origin)),
  { guard = testGuard(), user = testUser() }: { guard?: ModelGuard; user?: ModelUser } = {},
): TestAi {
  const stop = new AbortController();
  const masker = new Masker();
  const stream = (request: OutboundRequest, signal: AbortSignal) =>
    gate.stream({ ...request, url: request.url.replace(/^https:\/\/[\w.-]+\.amazonaws\.com/, origin) }, signal);
  const credentials = stepCredentials(source, "ws_test", masker);
  const ai = createStepAi({ stream, credentials, guard, user, masker, signal: stop.signal, now: () => Date.now() });
  return { ai, stop };
}

/** The whole of a stream, in a few words: texts joined, restarts marked. */
export async function readParts(
  parts: AsyncIterable<ModelPart>,
): Promise<{ seen: string[]; last: ModelPart | undefined }> {
  const seen: string[] = [];
  let last: ModelPart | undefined;
  for await (const part of parts) {
    last = part;
    if (part.type === "text") seen.push(part.text);
    if (part.type === "restart") seen.push(`[${part.because}]`);
  }
  return { seen, last };
}
