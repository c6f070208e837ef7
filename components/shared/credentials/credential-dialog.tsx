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
import { Field, FieldError } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import type { Credential } from "#lib/api/contracts/credentials.ts";
import type { CredentialField } from "#lib/credentials/define.ts";
import { credentialType, credentialTypes } from "#lib/credentials/types/all.ts";
import { CredentialFieldInput } from "./credential-field.tsx";
import { TestLine } from "./test-line.tsx";
import { useSaveCredential, useTestCredential } from "./use-credentials.ts";

interface Props {
  /** Null makes a new one. */
  credential: Credential | null;
  /** Kinds that fit where it is made. Default: all. */
  accepted?: readonly string[];
  onClose(): void;
  onSaved?(credential: Credential): void;
}

/** Makes or changes a credential. Secrets are written here and never shown again. */
export function CredentialDialog(props: Props) {
  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()}>
      <DialogContent>
        <Form {...props} />
      </DialogContent>
    </Dialog>
  );
}

function Form({ credential, accepted, onClose, onSaved }: Props) {
  const kinds = credentialTypes.filter(({ type }) => accepted?.includes(type) ?? true);
  const [type, setType] = useState(credential?.type ?? kinds[0]?.type ?? "bearer");
  const [name, setName] = useState(credential?.name ?? "");
  const [values, setValues] = useState<Record<string, string>>(credential?.fields ?? {});
  const id = credential?.id ?? null;
  const save = useSaveCredential(id, (saved) => {
    onSaved?.(saved);
    onClose();
  });
  const test = useTestCredential(id);
  const definition = credentialType(type);
  const problem = save.error ? asProblem(save.error) : test.error ? asProblem(test.error) : null;
  const change = (key: string, value: string | undefined) => {
    test.reset();
    setValues(({ [key]: _, ...others }) => (value === undefined ? others : { ...others, [key]: value }));
  };
  const limited = definition?.fields.filter(({ advanced }) => advanced) ?? [];
  const input = (field: CredentialField) => (
    <CredentialFieldInput
      key={field.key}
      field={field}
      isStored={credential !== null}
      value={values[field.key]}
      error={fieldProblem(problem, `values.${field.key}`)}
      onChange={(value) => change(field.key, value)}
    />
  );
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        // A dialog in the inspector: the form around it is not meant.
        event.stopPropagation();
        save.mutate({ name, type, values });
      }}
    >
      <DialogHeader>
        <DialogTitle>{credential ? "Change the credential" : "New credential"}</DialogTitle>
        <DialogDescription>
          Stored encrypted. Workflows name it and never hold it; what it holds is not shown again, to anybody.
        </DialogDescription>
      </DialogHeader>
      {credential ? null : (
        <Field label="Kind" help={definition?.summary}>
          {(control) => (
            <Select
              value={type}
              onValueChange={(next) => {
                setType(next);
                setValues({});
                test.reset();
              }}
            >
              <SelectTrigger {...control}>
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {kinds.map((kind) => (
                  <SelectItem key={kind.type} value={kind.type}>
                    {kind.title}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </Field>
      )}
      <Field label="Name" help="How people find it." error={fieldProblem(problem, "name") ?? takenName(problem)}>
        {(control) => (
          <Input {...control} required autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      {definition?.fields.filter(({ advanced }) => !advanced).map(input)}
      {limited.length > 0 ? (
        <details
          className="group"
          open={limited.some(({ key }) => fieldProblem(problem, `values.${key}`)) || undefined}
        >
          <summary className="w-fit cursor-pointer text-fg-2 text-small hover:text-fg">Limits</summary>
          <div className="mt-3 flex flex-col gap-3">{limited.map(input)}</div>
        </details>
      ) : null}
      {problem && problem.errors.length === 0 && problem.code !== "name_taken" && (
        <FieldError>{problem.message}</FieldError>
      )}
      <TestLine result={test.data} />
      <DialogFooter className="max-sm:flex-wrap">
        <Button type="button" className="mr-auto" busy={test.isPending} onClick={() => test.mutate({ type, values })}>
          Test
        </Button>
        <Button type="button" variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {credential ? "Save" : "Store it"}
        </Button>
      </DialogFooter>
    </form>
  );
}

function takenName(problem: { code: string; message: string } | null): string | undefined {
  return problem?.code === "name_taken" ? problem.message : undefined;
}
