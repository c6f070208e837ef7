import { lazy, Suspense } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { WidgetProps } from "../widget-props.ts";

/** Loaded when it is needed: its forms hold those of the nodes, and so all other widgets. */
export const loadTools = () => import("./tools-widget.tsx");
const Tools = lazy(loadTools);

export function ToolsWidget(props: WidgetProps) {
  return (
    <Suspense fallback={<Skeleton className="h-9 w-full" />}>
      <Tools {...props} />
    </Suspense>
  );
}
