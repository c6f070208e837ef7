import "server-only";
import type { CredentialSource } from "../credentials/credential-source.ts";
import { maskedError } from "../credentials/masked-error.ts";
import { Masker } from "../credentials/masking.ts";
import { stepCredentials } from "../credentials/step-credentials.ts";
import type { OutboundRequest, OutboundStream } from "../nodes/define.ts";
import type { EmbedAnswer, EmbedCall } from "./calls.ts";
import { createStepAi } from "./create-ai.ts";
import type { ModelGuard } from "./guard/model-guard.ts";
import type { ModelUser } from "./guard/model-user.ts";

export interface WorkspaceEmbedderOptions {
  /** The outbound gate's. */
  stream(request: OutboundRequest, signal: AbortSignal, workspaceId: string): Promise<OutboundStream>;
  credentials: CredentialSource;
  guard: ModelGuard;
}

/** Embeds texts outside of any run, with the models of a workspace: what knowledge bases take in and look for. */
export function createWorkspaceEmbedder({ stream, credentials, guard }: WorkspaceEmbedderOptions) {
  /** @throws NodeError as `StepAi.embed` does, without the secrets that were used */
  return async (workspaceId: string, call: EmbedCall, signal: AbortSignal): Promise<EmbedAnswer> => {
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
      return await ai.embed(call);
    } catch (error) {
      throw masker.isIdle ? error : maskedError(error, masker);
    }
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
