"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { api, asProblem } from "#components/shared/api.ts";
import { getDocument } from "#lib/api/contracts/documents.ts";
import { createWorkflow, deleteWorkflow, updateWorkflow, type WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { WORKFLOWS_KEY } from "./use-workflows.ts";

/** Makes a workflow and opens it. */
export function useCreateWorkflow() {
  const router = useRouter();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: { name: string; document?: WorkflowDocument }) => api.call(createWorkflow, { body: input }),
    onSuccess: (workflow) => {
      void queries.invalidateQueries({ queryKey: WORKFLOWS_KEY });
      router.push(`/workflows/${workflow.id}`);
    },
    onError: (error) => toast.error("The workflow was not made", { description: asProblem(error).message }),
  });
}

export function useRenameWorkflow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      api.call(updateWorkflow, { params: { id }, body: { name } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: WORKFLOWS_KEY }),
  });
}

/** Copies the draft into a new workflow that has never been published. */
export function useDuplicateWorkflow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (workflow: Pick<WorkflowListItem, "id" | "name" | "description">) => {
      const { document } = await api.call(getDocument, { params: { id: workflow.id } });
      const name = `${workflow.name.slice(0, 190)} (copy)`;
      return api.call(createWorkflow, { body: { name, description: workflow.description, document } });
    },
    onSuccess: (copy) => {
      toast.success(`Made “${copy.name}”`, { description: "A draft: nothing starts it until you publish it." });
      return queries.invalidateQueries({ queryKey: WORKFLOWS_KEY });
    },
    onError: (error) => toast.error("The workflow was not copied", { description: asProblem(error).message }),
  });
}

export function useDeleteWorkflow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.call(deleteWorkflow, { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: WORKFLOWS_KEY }),
  });
}
