"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { RunScreenProps } from "./run-screen.tsx";

/** The canvas needs a browser to measure itself. */
const RunScreen = dynamic(() => import("./run-screen.tsx"), { ssr: false, loading: () => <Loading /> });

export function RunLoader(props: RunScreenProps) {
  // Another run is another screen: nothing of the one before may shine through.
  return <RunScreen key={props.run.id} {...props} />;
}

/** The page's own shape while its code arrives. */
function Loading() {
  return (
    <div role="status" aria-busy aria-label="Opening the run" className="flex h-dvh flex-col bg-canvas">
      <div className="flex h-bar items-center gap-3 border-line border-b bg-surface px-3">
        <Skeleton className="size-5" />
        <Skeleton className="h-4 w-40" />
      </div>
      <div className="flex flex-1">
        <div className="flex w-72 flex-col gap-4 border-line border-r bg-surface p-3 pt-12 max-md:hidden">
          {["a", "b", "c", "d", "e"].map((key) => (
            <Skeleton key={key} className="h-4 w-full" />
          ))}
        </div>
      </div>
    </div>
  );
}
