"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { api, asProblem } from "#components/shared/api.ts";
import { toast } from "#components/shared/toast.ts";
import {
  createWorkflow,
  deleteWorkflow,
  duplicateWorkflow,
  pauseWorkflow,
  restoreWorkflow,
  resumeWorkflow,
  unpublishWorkflow,
  updateWorkflow,
} from "#lib/api/operations.ts";
import type { Sample } from "#lib/demo/sample.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { eachOf, failureText } from "./each-of.ts";
import { keepSampleInput, sampleText } from "./sample-input.ts";

export const WORKFLOWS_KEY = ["workflows"] as const;
export const BIN_KEY = ["bin"] as const;

/** A workflow as far as acting on it needs. */
export interface Named {
  id: string;
  name: string;
}

/** Reads every list of workflows again, also the bin's and the schedules'. */
export function useRefreshWorkflows(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: WORKFLOWS_KEY }),
      queries.invalidateQueries({ queryKey: BIN_KEY }),
      queries.invalidateQueries({ queryKey: ["schedules"] }),
    ]);
  };
}

/** What a new workflow begins with: nothing, a document, or a sample with what it is run with. */
export interface NewWorkflow {
  name: string;
  document?: WorkflowDocument;
  sample?: Sample;
}

/** Makes a workflow and opens it. */
export function useCreateWorkflow() {
  const router = useRouter();
  const refresh = useRefreshWorkflows();
  return useMutation({
    mutationFn: ({ name, document, sample }: NewWorkflow) => {
      const draft = sample?.document ?? document;
      return api.call(createWorkflow, { body: { name, ...(draft && { document: draft }) } });
    },
    onSuccess: (workflow, { sample }) => {
      const trigger = sample?.document.nodes.find(({ type }) => type.startsWith("trigger."));
      if (sample && trigger) keepSampleInput(workflow.id, trigger.id, sampleText(sample.input));
      void refresh();
      router.push(`/workflows/${workflow.id}`);
    },
    onError: (error) => toast.error("The workflow was not made", { description: asProblem(error).message }),
  });
}

export function useRenameWorkflow() {
  const refresh = useRefreshWorkflows();
  return useMutation({
    mutationFn: ({ id, name }: Named) => api.call(updateWorkflow, { params: { id }, body: { name } }),
    onSuccess: refresh,
  });
}

/** Copies the draft into a new workflow that nothing starts until it is published. */
export function useDuplicateWorkflow() {
  const refresh = useRefreshWorkflows();
  const router = useRouter();
  return useMutation({
    mutationFn: ({ id }: Named) => api.call(duplicateWorkflow, { params: { id } }),
    onSuccess: (copy) => {
      toast.success(`Made “${copy.name}”`, {
        description: "A draft: nothing starts it until you publish it.",
        action: { label: "Open", onClick: () => router.push(`/workflows/${copy.id}`) },
      });
      return refresh();
    },
    onError: (error) => toast.error("The workflow was not copied", { description: asProblem(error).message }),
  });
}

/** Puts workflows into the bin at once, and offers to take it back. */
export function useDeleteWorkflows(onDeleted?: () => void) {
  const refresh = useRefreshWorkflows();
  const restore = useRestoreWorkflows();
  return useMutation({
    mutationFn: (workflows: readonly Named[]) =>
      eachOf(workflows, ({ id }) => api.call(deleteWorkflow, { params: { id } })),
    onSuccess: async ({ done, failed }) => {
      if (failed.length > 0) toast.error(failureText(failed, "was not deleted"), { description: failed[0]?.reason });
      if (done.length > 0) {
        toast.success(`Deleted ${nameOf(done)}`, {
          description: "It starts nothing any more, and lies in the bin for 30 days.",
          action: { label: "Undo", onClick: () => restore.mutate(done) },
          duration: 10_000,
        });
        onDeleted?.();
      }
      await refresh();
    },
  });
}

/** Takes workflows out of the bin, as they were. */
export function useRestoreWorkflows() {
  const refresh = useRefreshWorkflows();
  return useMutation({
    mutationFn: (workflows: readonly Named[]) =>
      eachOf(workflows, ({ id }) => api.call(restoreWorkflow, { params: { id } })),
    onSuccess: async ({ done, failed, results }) => {
      if (failed.length > 0) toast.error(failureText(failed, "was not restored"), { description: failed[0]?.reason });
      const paused = results.find(({ pausedBecause }) => pausedBecause !== null);
      if (paused) {
        toast.warning(`“${paused.name}” is back, but paused`, { description: paused.pausedBecause, duration: 15_000 });
      } else if (done.length > 0) {
        const isLive = results.some(({ published, pausedAt }) => published !== null && pausedAt === null);
        toast.success(`Restored ${nameOf(done)}`, isLive ? { description: "It is live again." } : {});
      }
      await refresh();
    },
  });
}

/** Stops the triggers of workflows, or lets them go on. */
export function usePauseWorkflows() {
  const refresh = useRefreshWorkflows();
  return useMutation({
    mutationFn: ({ workflows, pause }: { workflows: readonly Named[]; pause: boolean }) =>
      eachOf(workflows, ({ id }) => api.call(pause ? pauseWorkflow : resumeWorkflow, { params: { id } })),
    onSuccess: async ({ done, failed }, { pause }) => {
      if (failed.length > 0)
        toast.error(failureText(failed, pause ? "was not paused" : "was not resumed"), {
          description: failed[0]?.reason,
          duration: 10_000,
        });
      if (done.length > 0)
        toast.success(`${pause ? "Paused" : "Resumed"} ${nameOf(done)}`, {
          description: pause
            ? "Webhooks and schedules start nothing until you resume. Runs that have begun go on."
            : "Webhooks and schedules start runs again.",
        });
      await refresh();
    },
  });
}

/** Takes the published version out of service; the draft stays. */
export function useUnpublishWorkflow() {
  const refresh = useRefreshWorkflows();
  return useMutation({
    mutationFn: ({ id }: Named) => api.call(unpublishWorkflow, { params: { id } }),
    onSuccess: async (workflow) => {
      toast.success(`“${workflow.name}” is a draft again`, {
        description: "Nothing starts it until you publish it. Its versions are kept.",
      });
      await refresh();
    },
    onError: (error) => toast.error("It was not unpublished", { description: asProblem(error).message }),
  });
}

function nameOf(workflows: readonly Named[]): string {
  return workflows.length === 1 ? `“${workflows[0]?.name}”` : `${workflows.length} workflows`;
}
