import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, asProblem, readWithin } from "#components/shared/api.ts";
import { toast } from "#components/shared/toast.ts";
import { useMe } from "#components/shared/use-me.ts";
import type { TestListener } from "#lib/api/contracts/webhook-tests.ts";
import { getTestListener, startTestListener, stopTestListener } from "#lib/api/operations.ts";
import { useDocument, useEditor, useSession } from "../editor-context.tsx";
import { useShowRun } from "../run/use-shown-run.ts";
import { useLeaving } from "./use-leaving.ts";

/** How long a call may take to show here when the stream of changes does not tell. */
const LOOK_MS = 1_000;

const keyOf = (workflowId: string) => ["test-listener", workflowId] as const;

export function isListening(listener: TestListener | undefined): boolean {
  return listener?.listeningUntil != null;
}

/** Whether it is this open editor that listens: the calls show here, and leaving it ends the listening. */
export function useListensHere(): boolean {
  const id = useSession((session) => session.id);
  const listener = useTestListener();
  return isListening(listener) && listener?.listenerId === id;
}

/** Whether somebody listens for test calls of this workflow; asked again and again while it is so. */
export function useTestListener(): TestListener | undefined {
  const { workflowId } = useEditor();
  const hasWebhook = useDocument((state) => state.document.nodes.some(({ type }) => type === "trigger.webhook"));
  const mayRun = useMe().data?.permissions.includes("runs:write") ?? false;
  return useQuery({
    queryKey: keyOf(workflowId),
    queryFn: ({ signal }) => api.call(getTestListener, { params: { id: workflowId } }, { signal: readWithin(signal) }),
    enabled: hasWebhook && mayRun,
    refetchInterval: ({ state }) => (isListening(state.data) ? LOOK_MS : false),
    staleTime: LOOK_MS,
  }).data;
}

/** Starts and stops listening. What was changed last is saved first: a call runs the draft as it is stored. */
export function useListen() {
  const { workflowId, saver, session } = useEditor();
  const client = useQueryClient();
  const params = { id: workflowId };
  const { id: listenerId } = session.getState();
  const keep = (listener: TestListener) => client.setQueryData(keyOf(workflowId), listener);
  const start = useMutation({
    mutationFn: async () => {
      if (!(await saver.flush())) throw new Error("The last changes could not be saved yet.");
      return api.call(startTestListener, { params, query: { listenerId } });
    },
    onSuccess: (listener) => {
      keep(listener);
      session.getState().announce("Listening for test calls");
    },
    onError: (error) => toast.error("Could not listen", { description: asProblem(error).message }),
  });
  const stop = useMutation({
    mutationFn: () => api.call(stopTestListener, { params }),
    onSuccess: keep,
    onError: (error) => toast.error("Could not stop listening", { description: asProblem(error).message }),
  });
  return { start, stop };
}

/** Where this editor listens: puts the run of each test call on the canvas, and closes the addresses when it is left. */
export function useShowTestCalls(): void {
  const { workflowId, session } = useEditor();
  const listener = useTestListener();
  const show = useShowRun();
  const listening = useListensHere();
  const leaving = useLeaving();
  const seen = useRef<string | null>(null);
  const runId = listener?.lastRunId ?? null;
  useEffect(() => {
    if (!listening || runId === null || runId === seen.current || leaving.current) return;
    seen.current = runId;
    show(runId);
  }, [listening, runId, show, leaving]);
  const open = useRef(listening);
  open.current = listening;
  useEffect(() => {
    const leave = () => {
      if (!open.current) return;
      open.current = false;
      const query = { listenerId: session.getState().id };
      const stopped = api.call(stopTestListener, { params: { id: workflowId }, query }, { keepalive: true });
      // Nobody is here to read it; the addresses close by themselves in the end.
      stopped.catch(() => {});
    };
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [workflowId, session]);
}
