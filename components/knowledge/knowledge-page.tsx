"use client";

import { Library, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { LazyBaseDialog } from "#components/shared/knowledge/lazy-base-dialog.tsx";
import { useKnowledgeBases } from "#components/shared/knowledge/use-knowledge-bases.ts";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { BaseList } from "./base-list.tsx";

/** Documents that workflows look things up in, base by base. */
export function KnowledgePage({ mayWrite }: { mayWrite: boolean }) {
  const [making, setMaking] = useState(false);
  const router = useRouter();
  const list = useKnowledgeBases();
  return (
    <>
      <PageHeader title="Knowledge" note={list.data && list.data.length > 0 ? list.data.length : null}>
        {mayWrite ? (
          <Button variant="primary" onClick={() => setMaking(true)}>
            <Plus aria-hidden className="size-4" strokeWidth={1.9} />
            New base
          </Button>
        ) : null}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto border-line border-t">
        <Body list={list} mayWrite={mayWrite} make={() => setMaking(true)} />
      </div>
      {making ? (
        <LazyBaseDialog
          base={null}
          onClose={() => setMaking(false)}
          onSaved={({ id }) => router.push(`/knowledge/${id}`)}
        />
      ) : null}
    </>
  );
}

interface BodyProps {
  list: ReturnType<typeof useKnowledgeBases>;
  mayWrite: boolean;
  make(): void;
}

function Body({ list, mayWrite, make }: BodyProps) {
  if (list.isPending) return <ListSkeleton />;
  if (list.isError) {
    return (
      <ErrorState
        className="m-5 max-sm:m-4"
        title="The knowledge bases could not be loaded"
        meaning={`${asProblem(list.error).message} Workflows go on finding things in them.`}
        action={<Button onClick={() => void list.refetch()}>Try again</Button>}
      />
    );
  }
  if (list.data.length === 0) {
    return (
      <EmptyState
        className="m-5 max-sm:m-4"
        icon={<Library aria-hidden />}
        title="No knowledge yet"
        action={mayWrite ? <Button onClick={make}>Make the first base</Button> : null}
      >
        A knowledge base holds documents: handbooks, price lists, pages of a site. A workflow asks it a question with
        “Find in knowledge” and gets the passages that answer it, with the page each comes from.
      </EmptyState>
    );
  }
  return <BaseList bases={list.data} mayWrite={mayWrite} />;
}

function ListSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading knowledge bases</span>
      {["w-32", "w-44", "w-28"].map((width) => (
        <div key={width} className="flex h-[58px] items-center gap-4 px-5">
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-24" />
        </div>
      ))}
    </div>
  );
}
