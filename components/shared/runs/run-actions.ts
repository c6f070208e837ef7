"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { api, asProblem } from "#components/shared/api.ts";
import { toast } from "#components/shared/toast.ts";
import { eachOf } from "#components/shared/workflows/each-of.ts";
import { cancelRuns, rerunRun } from "#lib/api/operations.ts";
import { shortId } from "./run-words.ts";
import { RUNS_KEY } from "./use-runs.ts";

const AT_ONCE = 100;

export type RerunVersion = "same" | "published" | "draft";

/** Ends runs; says how many had ended by themselves. */
export function useCancelRuns() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      const result = { cancelled: 0, hadEnded: 0 };
      for (let i = 0; i < ids.length; i += AT_ONCE) {
        const { cancelled, hadEnded } = await api.call(cancelRuns, { body: { ids: ids.slice(i, i + AT_ONCE) } });
        result.cancelled += cancelled.length;
        result.hadEnded += hadEnded.length;
      }
      return result;
    },
    onSuccess: ({ cancelled, hadEnded }) => {
      const ended = hadEnded === 0 ? undefined : `${hadEnded} had ended before.`;
      toast.success(cancelled === 1 ? "Cancelled the run" : `Cancelled ${cancelled} runs`, { description: ended });
    },
    onError: (error) => toast.error("Not cancelled", { description: asProblem(error).message }),
    onSettled: () => client.invalidateQueries({ queryKey: RUNS_KEY }),
  });
}

/** Makes one run again and opens the new one, or several and leaves the list where it is. */
export function useRerun() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async ({ ids, version }: { ids: readonly string[]; version: RerunVersion }) => {
      const { results, failed } = await eachOf(ids, (id) => api.call(rerunRun, { params: { id }, body: { version } }));
      if (results.length === 0) throw new Error(failed[0]?.reason);
      return { results, failed };
    },
    onSuccess: ({ results, failed }, { ids }) => {
      const [only] = results;
      if (ids.length === 1 && only) {
        toast.success(`Started ${shortId(only.id)}`, { description: `It repeats ${shortId(ids[0] ?? "")}.` });
        router.push(`/runs/${only.id}`);
      } else {
        toast.success(`Started ${results.length} runs again`);
        if (failed[0]) toast.error(`${failed.length} were not started`, { description: failed[0].reason });
      }
    },
    onError: (error) => toast.error("It was not run again", { description: asProblem(error).message }),
    onSettled: () => client.invalidateQueries({ queryKey: RUNS_KEY }),
  });
}
