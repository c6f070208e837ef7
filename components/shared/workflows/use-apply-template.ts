"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { api } from "#components/shared/api.ts";
import { applyTemplate } from "#lib/api/operations.ts";
import type { Template } from "#lib/templates/template.ts";
import { keepSampleInput, sampleText } from "./sample-input.ts";
import { useRefreshWorkflows } from "./workflow-actions.ts";

interface Choices {
  template: Template;
  name: string;
  /** `provider/model`, in place of the demo's. */
  model?: string;
}

/** Makes a workflow from a template, with the knowledge it brings along, and opens it. */
export function useApplyTemplate() {
  const router = useRouter();
  const refresh = useRefreshWorkflows();
  return useMutation({
    mutationFn: ({ template, name, model }: Choices) =>
      api.call(applyTemplate, {
        params: { id: template.id },
        body: { name, ...(model === undefined ? {} : { model }) },
      }),
    onSuccess: (workflow, { template }) => {
      const trigger = template.document.nodes.find(({ type }) => type.startsWith("trigger."));
      if (trigger) keepSampleInput(workflow.id, trigger.id, sampleText(template.input));
      void refresh();
      router.push(`/workflows/${workflow.id}`);
    },
  });
}
