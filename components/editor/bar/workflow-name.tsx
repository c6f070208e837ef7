import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api, asProblem } from "#components/shared/api.ts";
import { toast } from "#components/shared/toast.ts";
import { updateWorkflow } from "#lib/api/operations.ts";
import { useEditor } from "../editor-context.tsx";

/** The name, renamed in place: Enter or leaving keeps it, Escape does not. */
export function WorkflowName({ workflow }: { workflow: { id: string; name: string } }) {
  const { session } = useEditor();
  const client = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState(workflow.name);
  const [draft, setDraft] = useState<string | null>(null);
  const rename = useMutation({
    mutationFn: (next: string) => api.call(updateWorkflow, { params: { id: workflow.id }, body: { name: next } }),
    onSuccess: (updated) => {
      setName(updated.name);
      document.title = `${updated.name} · Heddle`;
      session.getState().announce(`Renamed to ${updated.name}`);
      router.refresh();
      return client.invalidateQueries({ queryKey: ["workflows"] });
    },
    onError: (error) => toast.error("Could not rename", { description: asProblem(error).message }),
  });
  const keep = () => {
    const next = draft?.trim();
    if (next && next !== name) rename.mutate(next);
    setDraft(null);
  };
  return (
    <input
      aria-label="Name of the workflow"
      className="field-sizing-content min-w-0 max-w-64 truncate rounded-chip bg-transparent px-1 font-medium text-fg outline-none hover:bg-hover focus-visible:outline-2 focus-visible:outline-focus max-sm:max-w-32"
      value={draft ?? (rename.isPending ? rename.variables : name)}
      maxLength={200}
      spellCheck={false}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") {
          event.stopPropagation();
          setDraft(null);
        }
      }}
    />
  );
}
