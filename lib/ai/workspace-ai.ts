import "server-only";
import type { CredentialSource } from "../credentials/credential-source.ts";
import { maskedError } from "../credentials/masked-error.ts";
import { Masker } from "../credentials/masking.ts";
import { stepCredentials } from "../credentials/step-credentials.ts";
import type { OutboundRequest, OutboundStream } from "../nodes/step-context.ts";
import type { EmbedCall, ModelCall, RerankCall, StepAi } from "./calls.ts";
import { createStepAi } from "./create-ai.ts";
import type { ModelGuard } from "./guard/model-guard.ts";
import type { ModelUser } from "./guard/model-user.ts";

export interface WorkspaceAiOptions {
  /** The outbound gate's. */
  stream(request: OutboundRequest, signal: AbortSignal, workspaceId: string): Promise<OutboundStream>;
  credentials: CredentialSource;
  guard: ModelGuard;
}

/**
 * The models of a workspace, asked outside of any run: what knowledge bases take in and look for. Each call rejects as those of
 * `StepAi` do, without the secrets that were used.
 */
export function createWorkspaceAi({ stream, credentials, guard }: WorkspaceAiOptions) {
  const asking =
    <Call, Answer>(ask: (ai: StepAi, call: Call) => Promise<Answer>) =>
    async (workspaceId: string, call: Call, signal: AbortSignal): Promise<Answer> => {
      const masker = new Masker();
      const ai = createStepAi({
        stream: (request, inner) => stream(request, inner, workspaceId),
        credentials: stepCredentials(credentials, workspaceId, masker),
        guard,
        user: outsideOfRuns(guard, workspaceId),
        masker,
        signal,
        now: () => Date.now(),
      });
      try {
        return await ask(ai, call);
      } catch (error) {
        throw masker.isIdle ? error : maskedError(error, masker);
      }
    };
  return {
    embedTexts: asking((ai, call: EmbedCall) => ai.embed(call)),
    generate: asking((ai, call: ModelCall) => ai.generate(call)),
    rerank: asking((ai, call: RerankCall) => ai.rerank(call)),
  };
}

function outsideOfRuns(guard: ModelGuard, workspaceId: string): ModelUser {
  return {
    workspaceId,
    turn: "knowledge",
    run: null,
    record: (call) => guard.count(workspaceId, "", call),
    // Both are told by the error, or by how long it takes: there is no journal to tell it to.
    refused: () => {},
    log: () => {},
  };
}
