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
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { createApiKey } from "#lib/api/operations.ts";
import { allPermissions, type Permission, permissions } from "#lib/auth/permissions.ts";

const lifetimes = [
  { value: "30", label: "After 30 days" },
  { value: "90", label: "After 90 days" },
  { value: "365", label: "After a year" },
  { value: "never", label: "Never" },
] as const;
type Lifetime = (typeof lifetimes)[number]["value"];
const DAY_MS = 86_400_000;

function expiryIn(days: Lifetime): { expiresAt?: string } {
  return days === "never" ? {} : { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() };
}

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
  const [days, setDays] = useState<Lifetime>("90");
  const create = useMutation({
    mutationFn: () => api.call(createApiKey, { body: { name, scopes: [...scopes], ...expiryIn(days) } }),
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
          <label key={scope} className="flex items-center gap-2 text-small max-sm:min-h-9">
            <Checkbox checked={scopes.has(scope)} onCheckedChange={() => toggle(scope)} />
            <span>{permissions[scope].title}</span>
            <code className="ml-auto text-fg-3 text-micro max-sm:hidden">{scope}</code>
          </label>
        ))}
      </fieldset>
      <Field label="Stops working" error={fieldProblem(problem, "expiresAt")}>
        {(control) => (
          <Select
            value={days}
            onValueChange={(value) => setDays(lifetimes.find((one) => one.value === value)?.value ?? "90")}
          >
            <SelectTrigger {...control}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {lifetimes.map(({ value, label }) => (
                <SelectItem key={value} value={value}>
                  {label}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        )}
      </Field>
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
    // Without TLS there is no clipboard; the key is selected by a click and can be copied by hand.
    await navigator.clipboard?.writeText(value);
    setCopied(navigator.clipboard !== undefined);
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
