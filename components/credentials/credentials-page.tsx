"use client";

import { LockKeyhole, Plus } from "lucide-react";
import { useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { LazyCredentialDialog } from "#components/shared/credentials/lazy-credential-dialog.tsx";
import { useCredentials } from "#components/shared/credentials/use-credentials.ts";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { CredentialList } from "./credential-list.tsx";

/** Secrets that workflows use by name. */
export function CredentialsPage({ mayRead, mayWrite }: { mayRead: boolean; mayWrite: boolean }) {
  const [adding, setAdding] = useState(false);
  const list = useCredentials(mayRead);
  return (
    <>
      <PageHeader title="Credentials" note={list.data && list.data.length > 0 ? list.data.length : null}>
        {mayWrite ? (
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden className="size-4" strokeWidth={1.9} />
            New credential
          </Button>
        ) : null}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto border-line border-t">
        {mayRead ? (
          <Body list={list} mayWrite={mayWrite} />
        ) : (
          <EmptyState className="m-5 max-sm:m-4" title="Only those who may edit see credentials">
            Ask an owner or an admin if you need one changed.
          </EmptyState>
        )}
      </div>
      {adding ? <LazyCredentialDialog credential={null} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function Body({ list, mayWrite }: { list: ReturnType<typeof useCredentials>; mayWrite: boolean }) {
  if (list.isPending) return <ListSkeleton />;
  if (list.isError) {
    return (
      <ErrorState
        className="m-5 max-sm:m-4"
        title="The credentials could not be loaded"
        meaning={`${asProblem(list.error).message} Workflows that use them are not affected.`}
        action={<Button onClick={() => void list.refetch()}>Try again</Button>}
      />
    );
  }
  if (list.data.length === 0) {
    return (
      <EmptyState className="m-5 max-sm:m-4" icon={<LockKeyhole aria-hidden />} title="No credentials yet">
        A token or password that a service asks for is stored here once, encrypted, and chosen in the nodes that need
        it. It never stands in a workflow, its exports or its runs.
      </EmptyState>
    );
  }
  return <CredentialList credentials={list.data} mayWrite={mayWrite} />;
}

function ListSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading credentials</span>
      {["w-32", "w-44", "w-28"].map((width) => (
        <div key={width} className="flex h-[50px] items-center gap-4 px-5">
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-24" />
        </div>
      ))}
    </div>
  );
}
