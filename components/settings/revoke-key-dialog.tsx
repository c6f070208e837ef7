"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { toast } from "#components/shared/toast.ts";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ApiKey } from "#lib/api/contracts/api-keys.ts";
import { revokeApiKey } from "#lib/api/operations.ts";

interface RevokeKeyDialogProps {
  apiKey: ApiKey;
  queryKey: readonly string[];
  onClose: () => void;
}

/** A revoked key cannot be brought back, so it is asked for once more. */
export function RevokeKeyDialog({ apiKey, queryKey, onClose }: RevokeKeyDialogProps) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.call(revokeApiKey, { params: { id: apiKey.id } }),
    onSuccess: () => {
      toast.success(`Revoked “${apiKey.name}”`);
      onClose();
      return client.invalidateQueries({ queryKey });
    },
  });
  return (
    <AlertDialog open onOpenChange={(open) => !open && onClose()}>
      <AlertDialogContent>
        <AlertDialogTitle>Revoke “{apiKey.name}”?</AlertDialogTitle>
        <AlertDialogDescription>
          Whatever uses {apiKey.prefix}… is refused from then on. Runs it has started go on. It cannot be undone; a new
          key can be made at any time.
        </AlertDialogDescription>
        {revoke.isError ? <ErrorState title="The key still works" meaning={asProblem(revoke.error).message} /> : null}
        <AlertDialogFooter>
          <AlertDialogCancel>Keep it</AlertDialogCancel>
          <Button variant="danger-solid" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke key
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
