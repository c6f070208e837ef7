import { DEMO_PROVIDER } from "#lib/ai/demo-names.ts";
import { demoModel, knownModels, type ModelKind } from "#lib/ai/known-models.ts";
import { modelCredentialTypes } from "#lib/ai/model-credentials.ts";

export interface ModelProvider {
  /** What stands before the slash. */
  id: string;
  name: string;
  /** Kind of credential; `demo` for the demo. */
  type: string;
}

/** The two halves of `provider/model` while it is being typed: either may be empty. */
export function partsOf(value: string): { provider: string; model: string } {
  const slash = value.indexOf("/");
  return slash === -1
    ? { provider: value, model: "" }
    : { provider: value.slice(0, slash), model: value.slice(slash + 1) };
}

/** Which of the workspace's providers a name means: its id, its name, or its kind where it is the only one (lib/ai/model-name.ts). */
export function providerNamed(provider: string, all: readonly ModelProvider[]): ModelProvider | undefined {
  const wanted = provider.toLowerCase();
  const ofKind = all.filter(({ type }) => type === wanted);
  return (
    all.find(({ id }) => id === provider) ??
    all.find(({ name }) => name.toLowerCase() === wanted) ??
    (ofKind.length === 1 ? ofKind[0] : undefined)
  );
}

/** Credentials that lead to models, and the demo last. */
export function providersOf(credentials: readonly ModelProvider[]): ModelProvider[] {
  const fitting = credentials.filter(({ type }) => modelCredentialTypes.some((one) => one === type));
  return [...fitting, { id: DEMO_PROVIDER, name: "Demo", type: DEMO_PROVIDER }];
}

/** What is suggested for a provider. */
export function suggestedModels(type: string, kind: ModelKind): string[] {
  if (type !== DEMO_PROVIDER) return knownModels(type, kind);
  return [partsOf(demoModel(kind)).model];
}

/** `provider/model` after another provider is chosen: a model that it knows, or that nobody knows, stays. */
export function withProvider(value: string, next: ModelProvider, kind: ModelKind): string {
  const { model } = partsOf(value);
  const known = suggestedModels(next.type, kind);
  const fits = known.length === 0 || known.includes(model);
  return `${next.id}/${fits && model !== partsOf(demoModel(kind)).model ? model : (known[0] ?? "")}`;
}
