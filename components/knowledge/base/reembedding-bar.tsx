"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { StatusIcon } from "#components/icons/status-icon.tsx";
import { api, asProblem } from "#components/shared/api.ts";
import { KNOWLEDGE } from "#components/shared/knowledge/use-knowledge-bases.ts";
import { Button } from "#components/ui/button.tsx";
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { reembedKnowledgeBase, stopKnowledgeEmbedding } from "#lib/api/operations.ts";
import { ModelName } from "../model-name.tsx";

/** Starts to embed a base with another model, or starts that again. */
export function useReembed(baseId: string, done: () => void = () => {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (model: string) => api.call(reembedKnowledgeBase, { params: { id: baseId }, body: { model } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: KNOWLEDGE });
      done();
    },
  });
}

function useStopReembedding(baseId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.call(stopKnowledgeEmbedding, { params: { id: baseId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: KNOWLEDGE }),
  });
}

/** How far the base is on its way to another model. */
export function ReembeddingBar({ base, mayWrite }: { base: KnowledgeBase; mayWrite: boolean }) {
  const again = useReembed(base.id);
  const stop = useStopReembedding(base.id);
  const { reembedding } = base;
  if (!reembedding) return null;
  const { model, done, total, problem, failed } = reembedding;
  const percent = total === 0 ? 0 : Math.floor((Math.min(done, total) / total) * 100);
  const trouble = again.error ?? stop.error;
  return (
    <section
      aria-label="Change of the model"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-t bg-bg px-5 py-2 text-small max-sm:px-4"
    >
      {failed ? (
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-fail" />
      ) : (
        <StatusIcon status={problem === null ? "running" : "retrying"} size={16} />
      )}
      <p className="min-w-0 flex-1 basis-80">
        <b>
          {failed ? "The passages could not be embedded with " : "The passages are being embedded with "}
          <ModelName model={model} />
        </b>
        <span className="text-fg-2">
          {" "}
          {done.toLocaleString("en-US")} of {total.toLocaleString("en-US")}. Searches use{" "}
          <ModelName model={base.model} /> {failed ? "as before." : "until it is done."}
        </span>
        {problem === null && !trouble ? null : (
          <span role="alert" className={failed ? "block text-fail" : "block text-wait"}>
            {trouble ? asProblem(trouble).message : problem}
          </span>
        )}
      </p>
      {failed ? null : (
        <span
          role="progressbar"
          aria-label="Passages embedded with the new model"
          aria-valuenow={percent}
          className="h-1 w-40 overflow-hidden rounded-[2px] bg-press max-sm:order-last max-sm:w-full"
        >
          <i className="block h-full bg-run" style={{ width: `${percent}%` }} />
        </span>
      )}
      {mayWrite && failed ? (
        <Button size="sm" busy={again.isPending} onClick={() => again.mutate(model)}>
          Try again
        </Button>
      ) : null}
      {mayWrite ? (
        <Button size="sm" variant="ghost" busy={stop.isPending} onClick={() => stop.mutate()}>
          Keep <ModelName model={base.model} />
        </Button>
      ) : null}
    </section>
  );
}
