"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { api, asProblem, readWithin } from "#components/shared/api.ts";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { listApiKeys } from "#lib/api/operations.ts";
import { ApiKeyList } from "./api-key-list.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";

const KEYS = ["api-keys"] as const;

/** Keys that programs call the API with. Each is shown once, when it is made. */
export function ApiKeysPage({ mayRead, mayWrite }: { mayRead: boolean; mayWrite: boolean }) {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader title="Settings">
        {mayWrite && (
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden className="size-4" strokeWidth={1.9} />
            New key
          </Button>
        )}
      </PageHeader>
      <SettingsTabs />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {mayRead ? (
          <Keys mayWrite={mayWrite} />
        ) : (
          <EmptyState className="m-5 max-sm:m-4" title="Only owners and admins see API keys">
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
    queryFn: ({ signal }) => api.call(listApiKeys, { query: { limit: 100 } }, { signal: readWithin(signal) }),
  });
  if (keys.isPending) return <KeysSkeleton />;
  if (keys.isError) {
    return (
      <ErrorState
        className="m-5 max-sm:m-4"
        title="The keys could not be loaded"
        meaning={`${asProblem(keys.error).message} Programs that use them are not affected.`}
        action={<Button onClick={() => void keys.refetch()}>Try again</Button>}
      />
    );
  }
  if (keys.data.items.length === 0) {
    return (
      <EmptyState className="m-5 max-sm:m-4" icon={<KeyRound aria-hidden />} title="No keys yet">
        With a key, a program can start runs and read what came of them. It sends the key along with every request:{" "}
        <code>Authorization: Bearer hk_…</code>
      </EmptyState>
    );
  }
  return <ApiKeyList keys={keys.data.items} queryKey={KEYS} mayWrite={mayWrite} />;
}

function KeysSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading keys</span>
      {["w-32", "w-44", "w-28"].map((width) => (
        <div key={width} className="flex h-[50px] items-center gap-4 px-5">
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-24" />
        </div>
      ))}
    </div>
  );
}
