"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { EditorProps } from "./editor.tsx";

/** The canvas needs a browser to measure itself, and styles of its own making that a strict policy lets only scripts set. */
const Editor = dynamic(() => import("./editor.tsx"), { ssr: false, loading: () => <Loading /> });

export function EditorLoader(props: EditorProps) {
  return <Editor {...props} />;
}

/** The editor's own shape while its code arrives. */
function Loading() {
  return (
    <div role="status" aria-busy aria-label="Opening the workflow" className="flex h-dvh flex-col bg-canvas">
      <div className="flex h-bar items-center gap-3 border-line border-b bg-surface px-3">
        <Skeleton className="size-5" />
        <Skeleton className="h-4 w-40" />
      </div>
      <div className="flex-1" />
      <div className="h-8 border-line border-t bg-surface" />
    </div>
  );
}
