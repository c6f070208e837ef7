import { NodeError } from "../nodes/define.ts";
import type { StepCredential, StepCredentials } from "../nodes/step-context.ts";
import { DEMO_PROVIDER } from "./demo-names.ts";
import { modelCredentialTypes } from "./model-credentials.ts";
import { splitModelName } from "./split-model-name.ts";

export interface FoundModel {
  /** Null for the demo's. */
  credential: StepCredential | null;
  model: string;
  /** `<kind of credential>/<model>`: what prices and people know it by. */
  shown: string;
}

/**
 * Opens what `provider/model` names. The provider is a credential: by its id (what the editor writes), by its name, or by its
 * kind, as in `openai/gpt-5-mini`, where the workspace has one of that kind only.
 * @throws NodeError `invalid_config`, or `auth` where the credential cannot be opened
 */
export async function findModel(name: string, credentials: StepCredentials): Promise<FoundModel> {
  const parts = splitModelName(name);
  if (parts === null) {
    const given = name.trim() === "" ? "No model is chosen." : `“${name.slice(0, 100)}” names no model.`;
    throw refused(`${given} A model is written as provider/model, such as openai/gpt-5-mini.`, "model_name");
  }
  const { provider, model } = parts;
  if (provider === DEMO_PROVIDER) return { credential: null, model, shown: `${DEMO_PROVIDER}/${model}` };
  const all = await credentials.list(modelCredentialTypes);
  const wanted = provider.toLowerCase();
  const exact = all.find(({ id }) => id === provider) ?? all.find((one) => one.name.toLowerCase() === wanted);
  const ofKind = all.filter(({ type }) => type === wanted);
  const found = exact ?? (ofKind.length === 1 ? ofKind[0] : undefined);
  if (!found) throw ofKind.length > 1 ? ambiguous(provider, ofKind) : unknown(provider);
  const credential = await credentials.get(found.id, modelCredentialTypes);
  return { credential, model, shown: `${credential.type}/${model}` };
}

function ambiguous(provider: string, found: readonly { name: string }[]): NodeError {
  const names = found.map(({ name }) => `“${name}”`).join(", ");
  return refused(
    `There are several credentials of the kind ${provider}: ${names}. Name one of them.`,
    "provider_ambiguous",
  );
}

function unknown(provider: string): NodeError {
  const kinds = modelCredentialTypes.join(", ");
  return refused(
    `There is no model provider “${provider.slice(0, 100)}”. Make a credential for it (${kinds}), or choose another model.`,
    "provider_unknown",
  );
}

function refused(message: string, reason: string): NodeError {
  return new NodeError("invalid_config", message, { retry: "never", details: { reason } });
}
