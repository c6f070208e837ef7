import { NodeError } from "../nodes/define.ts";
import type { StepCredentials } from "../nodes/step-context.ts";
import type { CredentialSource, OpenCredential } from "./credential-source.ts";
import type { CredentialValues } from "./define.ts";
import type { Masker } from "./masking.ts";

/**
 * The credentials of one step. What it opens is noted in `masker`, so that nothing the step gives, says or fails with
 * carries a secret of it.
 */
export function stepCredentials(source: CredentialSource, workspaceId: string, masker: Masker): StepCredentials {
  return {
    list: (types) => source.list(workspaceId, types),
    async get(id, accepted) {
      const open = await source.open(workspaceId, id);
      if (accepted && !accepted.includes(open.type.type)) throw unfit(open, accepted);
      masker.add(secretsOf(open));
      const { type, values, name } = open;
      return {
        id,
        name,
        type: type.type,
        values,
        authorize(request) {
          if (!type.authorize) throw unfit(open, ["bearer", "basic", "header", "query-key", "custom"]);
          return { ...type.authorize(request, values), credential: id };
        },
      };
    },
  };
}

/** Every text of a credential that must not be seen. */
export function secretsOf({ type, values }: { type: OpenCredential["type"]; values: CredentialValues }): string[] {
  const own = type.fields.filter(({ secret }) => secret).map(({ key }) => values[key] ?? "");
  return [...own, ...(type.derivedSecrets?.(values) ?? [])];
}

function unfit({ name, type }: OpenCredential, accepted: readonly string[]): NodeError {
  return new NodeError("auth", `The credential “${name}” (${type.title}) does not fit here.`, {
    retry: "never",
    details: { reason: "credential_unfit", type: type.type, accepted: [...accepted] },
  });
}
