import "server-only";
import type { CredentialSource } from "../credentials/credential-source.ts";
import { maskedError } from "../credentials/masked-error.ts";
import { Masker } from "../credentials/masking.ts";
import { stepCredentials } from "../credentials/step-credentials.ts";
import type { OutboundRequest, OutboundStream } from "../nodes/define.ts";
import type { EmbedAnswer, EmbedCall } from "./calls.ts";
import { createStepAi } from "./create-ai.ts";

export interface WorkspaceEmbedderOptions {
  /** The outbound gate's. */
  stream(request: OutboundRequest, signal: AbortSignal, workspaceId: string): Promise<OutboundStream>;
  credentials: CredentialSource;
}

/** Embeds texts outside of any run, with the models of a workspace: what knowledge bases take in and look for. */
export function createWorkspaceEmbedder({ stream, credentials }: WorkspaceEmbedderOptions) {
  /** @throws NodeError as `StepAi.embed` does, without the secrets that were used */
  return async (workspaceId: string, call: EmbedCall, signal: AbortSignal): Promise<EmbedAnswer> => {
    const masker = new Masker();
    const ai = createStepAi({
      stream: (request, inner) => stream(request, inner, workspaceId),
      credentials: stepCredentials(credentials, workspaceId, masker),
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
