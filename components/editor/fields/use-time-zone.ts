import { useMe } from "#components/shared/use-me.ts";
import { useDocument } from "../editor-context.tsx";

/** The zone in which this workflow's times are read: its own, else the workspace's. */
export function useTimeZone(): string {
  const ofWorkflow = useDocument(({ document }) => document.settings?.timezone);
  const ofWorkspace = useMe().data?.workspace.timezone;
  return ofWorkflow ?? ofWorkspace ?? "UTC";
}
