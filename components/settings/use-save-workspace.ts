import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { api } from "#components/shared/api.ts";
import { toast } from "#components/shared/toast.ts";
import type { BodyInputOf, ContractOf } from "#lib/api/contract.ts";
import { updateWorkspace } from "#lib/api/operations.ts";

type Changes = BodyInputOf<ContractOf<typeof updateWorkspace>>;

/** Stores what has been changed of the workspace, and shows it wherever it stands. */
export function useSaveWorkspace() {
  const router = useRouter();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Changes) => api.call(updateWorkspace, { body }),
    onSuccess: () => {
      toast.success("The workspace is changed");
      router.refresh();
      return queries.invalidateQueries({ queryKey: ["me"] });
    },
  });
}
