import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { api, asProblem, readWithin } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { toast } from "#components/shared/toast.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "#components/ui/sheet.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Version } from "#lib/api/contracts/versions.ts";
import { getVersion, listVersions } from "#lib/api/operations.ts";
import type { WorkflowMeta } from "../bar/top-bar.tsx";
import { useEditor, useSession } from "../editor-context.tsx";
import { useRestoreVersion } from "../run/use-restore-version.ts";
import { useShowVersion } from "../run/use-shown-run.ts";

/** Everything that was published, newest first: to look at, and to bring back. */
export function VersionsSheet({ workflow }: { workflow: WorkflowMeta }) {
  const { session } = useEditor();
  const open = useSession((state) => state.dialog === "versions");
  return (
    <Sheet open={open} onOpenChange={(next) => !next && session.setState({ dialog: null })}>
      <SheetContent>
        <header className="border-line border-b px-4 py-3">
          <SheetTitle>Versions</SheetTitle>
          <SheetDescription className="text-small">
            What was published, and when. A version never changes; restoring one changes the draft.
          </SheetDescription>
        </header>
        {open ? <Versions workflow={workflow} /> : null}
      </SheetContent>
    </Sheet>
  );
}

function Versions({ workflow }: { workflow: WorkflowMeta }) {
  const list = useInfiniteQuery({
    queryKey: ["versions", workflow.id],
    queryFn: ({ pageParam, signal }) =>
      api.call(
        listVersions,
        { params: { id: workflow.id }, query: { limit: 30, ...(pageParam && { cursor: pageParam }) } },
        { signal: readWithin(signal) },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
  if (list.isPending) {
    return (
      <div role="status" className="flex flex-col gap-4 p-4">
        <span className="sr-only">Loading versions</span>
        {["a", "b", "c"].map((key) => (
          <Skeleton key={key} className="h-10 w-full" />
        ))}
      </div>
    );
  }
  if (!list.data) {
    return (
      <ErrorState
        className="m-4"
        title="The versions could not be loaded"
        meaning={asProblem(list.error).message}
        action={
          <Button size="sm" onClick={() => void list.refetch()}>
            Try again
          </Button>
        }
      />
    );
  }
  const versions = list.data.pages.flatMap((page) => page.items);
  if (versions.length === 0) {
    return (
      <p className="p-4 text-fg-2 text-small">
        Nothing was published yet. Each time you publish, what is live then is kept here.
      </p>
    );
  }
  return (
    <>
      <ol aria-label="Versions" className="divide-y divide-line">
        {versions.map((version) => (
          <VersionRow
            key={version.id}
            version={version}
            isLive={workflow.pausedAt === null && workflow.published?.versionId === version.id}
          />
        ))}
      </ol>
      {list.hasNextPage ? (
        <div className="p-4 text-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show older
          </Button>
        </div>
      ) : null}
    </>
  );
}

function VersionRow({ version, isLive }: { version: Version; isLive: boolean }) {
  const { session } = useEditor();
  const show = useShowVersion();
  const restore = useRestoreVersion();
  const close = () => session.setState({ dialog: null });
  const fetchAndRestore = useMutation({
    mutationFn: () => api.call(getVersion, { params: { id: version.workflowId, versionId: version.id } }),
    onSuccess: (whole) => {
      close();
      restore(whole);
    },
    onError: (error) => toast.error("It was not restored", { description: asProblem(error).message }),
  });
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3 text-small">
      <p className="flex items-center gap-2">
        <b className="text-base">Version {version.number}</b>
        {isLive ? <Badge tone="ok">Live</Badge> : null}
        <span className="ml-auto text-fg-3">
          <RelativeTime at={version.createdAt} />
        </span>
      </p>
      <p className={version.note ? "whitespace-pre-wrap break-words" : "text-fg-3"}>
        {version.note || "Without a note"}
      </p>
      <p className="flex items-center gap-1.5">
        <span className="min-w-0 flex-1 truncate text-fg-3">{version.createdBy?.name ?? ""}</span>
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Open version ${version.number}`}
          onClick={() => {
            close();
            show(version.id);
          }}
        >
          Open
        </Button>
        <Button
          size="sm"
          aria-label={`Restore version ${version.number}`}
          busy={fetchAndRestore.isPending}
          onClick={() => fetchAndRestore.mutate()}
        >
          Restore
        </Button>
      </p>
    </li>
  );
}
