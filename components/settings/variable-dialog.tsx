"use client";

import { useState } from "react";
import { asProblem, fieldProblem } from "#components/shared/api.ts";
import { useSaveVariable } from "#components/shared/variables/use-variables.ts";
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
import { Segmented } from "#components/ui/segmented.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { Variable } from "#lib/api/contracts/variables.ts";
import type { Json } from "#lib/engine/json.ts";
import { parseJson } from "#lib/engine/parse-json.ts";

/** Makes or changes a variable. */
export function VariableDialog({ variable, onClose }: { variable: Variable | null; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <Form variable={variable} onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

type Kind = "text" | "json";

function Form({ variable, onClose }: { variable: Variable | null; onClose: () => void }) {
  const isText = variable === null || typeof variable.value === "string";
  const [name, setName] = useState(variable?.name ?? "");
  const [kind, setKind] = useState<Kind>(isText ? "text" : "json");
  const [text, setText] = useState(variable === null ? "" : written(variable.value));
  const [note, setNote] = useState(variable?.note ?? "");
  const save = useSaveVariable(variable?.id ?? null, onClose);
  const read = kind === "text" ? { value: text } : parsed(text);
  const problem = save.error ? asProblem(save.error) : null;
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if ("value" in read) save.mutate({ name, value: read.value, note });
      }}
    >
      <DialogHeader>
        <DialogTitle>{variable ? `Change ${variable.name}` : "New variable"}</DialogTitle>
        <DialogDescription>
          Not secret: people see it, and runs that read variables store it. Runs that have begun keep what they started
          with.
        </DialogDescription>
      </DialogHeader>
      <Field
        label="Name"
        help={`Read as {{ vars.${name || "name"} }}. Letters, digits and _.`}
        error={fieldProblem(problem, "name") ?? (problem?.code === "name_taken" ? problem.message : undefined)}
      >
        {(control) => (
          <Input
            {...control}
            required
            autoFocus
            spellCheck={false}
            className="font-mono"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Segmented<Kind>
        label="Kind of value"
        value={kind}
        onValueChange={setKind}
        className="self-start"
        options={[
          { value: "text", label: "Text" },
          { value: "json", label: "Number, list, …" },
        ]}
      />
      <Field
        label="Value"
        help={kind === "json" ? 'JSON: 1.19, true, ["a", "b"], { "key": "value" }' : undefined}
        error={text !== "" && "wrong" in read ? read.wrong : fieldProblem(problem, "value")}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            spellCheck={false}
            className="font-mono text-small"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Field label="Note" note="optional" help="What it is for.">
        {(control) => <Input {...control} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      {problem && problem.errors.length === 0 && problem.code !== "name_taken" && (
        <FieldError>{problem.message}</FieldError>
      )}
      <DialogFooter>
        <Button type="button" variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" busy={save.isPending} disabled={"wrong" in read}>
          {variable ? "Save" : "Make it"}
        </Button>
      </DialogFooter>
    </form>
  );
}

function written(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function parsed(text: string): { value: Json } | { wrong: string } {
  try {
    return { value: parseJson(text) };
  } catch (error) {
    return { wrong: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
