"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api, asProblem } from "#components/shared/api.ts";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type ApiKey, listApiKeys, revokeApiKey } from "#lib/api/contracts/api-keys.ts";
import { NewKeyDialog } from "./new-key-dialog.tsx";

const KEYS = ["api-keys"] as const;

/** Keys that programs call the API with. Each is shown once, when it is made. */
export function ApiKeysPage({ mayRead, mayWrite }: { mayRead: boolean; mayWrite: boolean }) {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader title="API keys">
        {mayWrite && (
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden className="size-4" strokeWidth={1.9} />
            New key
          </Button>
        )}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto border-line border-t">
        {mayRead ? (
          <Keys mayWrite={mayWrite} />
        ) : (
          <EmptyState title="Only owners and admins see API keys">
            Ask one of them if a program needs to call Heddle.
          </EmptyState>
        )}
      </div>
      {adding && <NewKeyDialog close={() => setAdding(false)} queryKey={KEYS} />}
    </>
  );
}

function Keys({ mayWrite }: { mayWrite: boolean }) {
  const keys = useQuery({
    queryKey: KEYS,
    queryFn: ({ signal }) => api.call(listApiKeys, { query: { limit: 100 } }, { signal }),
  });
  if (keys.isPending) return <Skeleton className="m-5 h-6" />;
  if (keys.isError) {
    return (
      <ErrorState
        title="The keys could not be loaded"
        meaning={asProblem(keys.error).message}
        action={<Button onClick={() => void keys.refetch()}>Try again</Button>}
      />
    );
  }
  if (keys.data.items.length === 0) {
    return (
      <EmptyState title="No keys yet">
        A key lets a program start runs and read what came of them: Authorization: Bearer hk_…
      </EmptyState>
    );
  }
  return (
    <ul aria-label="API keys">
      {keys.data.items.map((key) => (
        <KeyRow key={key.id} apiKey={key} mayWrite={mayWrite} />
      ))}
    </ul>
  );
}

function KeyRow({ apiKey, mayWrite }: { apiKey: ApiKey; mayWrite: boolean }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.call(revokeApiKey, { params: { id: apiKey.id } }),
    onSuccess: () => {
      toast.success(`Revoked “${apiKey.name}”`);
      return client.invalidateQueries({ queryKey: KEYS });
    },
    onError: (error) => toast.error("Could not revoke the key", { description: asProblem(error).message }),
  });
  return (
    <li className="flex min-h-[50px] items-center gap-4 border-line border-b px-5 py-2 max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-3">
      <span className="min-w-0 flex-1">
        <b className="block truncate">{apiKey.name}</b>
        <code className="text-fg-3 text-micro">{apiKey.prefix}…</code>
      </span>
      <span className="w-64 truncate text-fg-2 text-small max-sm:w-full">
        {apiKey.scopes.includes("*") ? "Everything" : apiKey.scopes.join(", ")}
      </span>
      <span className="w-40 text-fg-3 text-small max-sm:w-auto">
        {apiKey.lastUsedAt ? (
          <>
            Used <RelativeTime at={apiKey.lastUsedAt} />
          </>
        ) : (
          "Never used"
        )}
      </span>
      <span className="w-32 text-fg-3 text-small max-sm:w-auto">
        {apiKey.expiresAt ? (
          <>
            Expires <RelativeTime at={apiKey.expiresAt} />
          </>
        ) : (
          "Does not expire"
        )}
      </span>
      {mayWrite && (
        <Button size="sm" variant="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
          Revoke
        </Button>
      )}
    </li>
  );
}
