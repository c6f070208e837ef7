"use client";

import { useCredentials } from "#components/shared/credentials/use-credentials.ts";
import { partsOf, providerNamed, providersOf } from "#components/shared/models/model-choice.ts";
import { useMe } from "#components/shared/use-me.ts";

/** A model as people know it; whose account it is as a title. */
export function ModelName({ model }: { model: string }) {
  const me = useMe();
  const list = useCredentials(me.data?.permissions.includes("credentials:read") ?? false);
  const { provider, model: name } = partsOf(model);
  const account = providerNamed(provider, providersOf(list.data ?? []));
  return (
    <span title={account ? `${account.name}: ${name}` : model}>{provider === "demo" ? `Demo ${name}` : name}</span>
  );
}
