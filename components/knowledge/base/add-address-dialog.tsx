"use client";

import { useState } from "react";
import { asProblem, fieldProblem } from "#components/shared/api.ts";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { useImportAddress } from "./use-documents.ts";

/** A page or file that the server reads by itself. */
export function AddAddressDialog({ baseId, onClose }: { baseId: string; onClose(): void }) {
  const [url, setUrl] = useState("");
  const add = useImportAddress(baseId, onClose);
  const problem = add.error ? asProblem(add.error) : null;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(url.trim());
          }}
        >
          <DialogHeader>
            <DialogTitle>Add from an address</DialogTitle>
            <DialogDescription>
              The page or file there is read once. “Read the address again” takes in what it says later.
            </DialogDescription>
          </DialogHeader>
          <Field label="Address" error={problem && (fieldProblem(problem, "url") ?? problem.message)}>
            {(control) => (
              <Input
                {...control}
                type="url"
                required
                autoFocus
                pattern="https?://.*"
                placeholder="https://help.example.com/returns"
                value={url}
                onChange={({ target }) => setUrl(target.value)}
              />
            )}
          </Field>
          <DialogFooter>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" busy={add.isPending}>
              Read it
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
