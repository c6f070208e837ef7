"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { api, asProblem, fieldProblem } from "#components/shared/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field, FieldError } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { createApiKey } from "#lib/api/contracts/api-keys.ts";
import { allPermissions, type Permission, permissions } from "#lib/auth/permissions.ts";

interface Props {
  close(): void;
  queryKey: readonly string[];
}

/** Asks what the key may do, then shows it, once. */
export function NewKeyDialog({ close, queryKey }: Props) {
  const [made, setMade] = useState<string | null>(null);
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent>
        {made === null ? <Ask close={close} queryKey={queryKey} done={setMade} /> : <Made value={made} close={close} />}
      </DialogContent>
    </Dialog>
  );
}

function Ask({ close, queryKey, done }: Props & { done(key: string): void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<Permission>>(new Set(["workflows:read", "runs:read", "runs:write"]));
  const create = useMutation({
    mutationFn: () => api.call(createApiKey, { body: { name, scopes: [...scopes] } }),
    onSuccess: ({ key }) => {
      done(key);
      return client.invalidateQueries({ queryKey });
    },
  });
  const problem = create.error ? asProblem(create.error) : null;
  const toggle = (scope: Permission) =>
    setScopes((now) => {
      const next = new Set(now);
      if (!next.delete(scope)) next.add(scope);
      return next;
    });
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <DialogHeader>
        <DialogTitle>New API key</DialogTitle>
        <DialogDescription>It can do what is ticked here, and never more than you.</DialogDescription>
      </DialogHeader>
      <Field label="Name" help="What will use it." error={fieldProblem(problem, "name")}>
        {(control) => (
          <Input {...control} required autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 font-medium text-fg-2 text-small">May</legend>
        {allPermissions.map((scope) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
          <label key={scope} className="flex items-center gap-2 text-small">
            <Checkbox checked={scopes.has(scope)} onCheckedChange={() => toggle(scope)} />
            <span>{permissions[scope].title}</span>
            <code className="ml-auto text-fg-3 text-micro max-sm:hidden">{scope}</code>
          </label>
        ))}
      </fieldset>
      {problem && problem.errors.length === 0 && <FieldError>{problem.message}</FieldError>}
      <DialogFooter>
        <Button variant="ghost" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" busy={create.isPending} disabled={scopes.size === 0}>
          Make the key
        </Button>
      </DialogFooter>
    </form>
  );
}

function Made({ value, close }: { value: string; close(): void }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <>
      <DialogHeader>
        <DialogTitle>Your new key</DialogTitle>
        <DialogDescription>Copy it now: it is stored as a hash and cannot be shown again.</DialogDescription>
      </DialogHeader>
      <code className="select-all break-all rounded-control border border-line bg-sunken p-2 text-small">{value}</code>
      <DialogFooter>
        <Button onClick={() => void copy()}>
          {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          {copied ? "Copied" : "Copy"}
        </Button>
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
