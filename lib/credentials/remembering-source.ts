import type { CredentialSource, OpenCredential } from "./credential-source.ts";

/** A changed or deleted credential holds at the doors at most this much longer. */
const REMEMBERED_MS = 5_000;
const MOST = 1_000;

/** For doors that are called often: the same credential is not read and opened for each call. */
export function rememberingSource(
  source: CredentialSource,
  now: () => number = () => performance.now(),
): CredentialSource {
  const known = new Map<string, { until: number; open: Promise<OpenCredential> }>();
  return {
    open(workspaceId, id) {
      const key = `${workspaceId}/${id}`;
      const before = known.get(key);
      if (before && before.until > now()) return before.open;
      const open = source.open(workspaceId, id);
      if (known.size >= MOST) known.clear();
      known.set(key, { until: now() + REMEMBERED_MS, open });
      // One that could not be opened may have been made by the next call.
      open.catch(() => known.delete(key));
      return open;
    },
    list: (workspaceId, types) => source.list(workspaceId, types),
  };
}
