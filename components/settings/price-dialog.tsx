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
import type { ModelPriceRow } from "#lib/api/contracts/models.ts";
import { useDropPrice, useSavePrice } from "./use-model-prices.ts";

const fields = [
  { key: "input", label: "Read", isNeeded: true },
  { key: "output", label: "Written", isNeeded: true },
  { key: "cacheRead", label: "Read from the provider's cache", isNeeded: false },
  { key: "cacheWrite", label: "Put into the provider's cache", isNeeded: false },
] as const;

/** Enters what a model costs, or goes by the list again. */
export function PriceDialog({ row, onClose }: { row: ModelPriceRow | null; onClose(): void }) {
  const known = row?.own ?? row?.listed;
  const [model, setModel] = useState(row?.model ?? "");
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(fields.map(({ key }) => [key, known ? String(known[key] ?? "") : ""])),
  );
  const save = useSavePrice(onClose);
  const drop = useDropPrice(onClose);
  const failed = save.error ?? drop.error;
  const problem = failed ? asProblem(failed) : null;
  const read = (key: string) => (values[key]?.trim() ? Number(values[key]) : null);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({
              model: model.trim(),
              input: read("input") ?? Number.NaN,
              output: read("output") ?? Number.NaN,
              cacheRead: read("cacheRead"),
              cacheWrite: read("cacheWrite"),
            });
          }}
        >
          <DialogHeader>
            <DialogTitle>{row ? `What ${row.model} costs` : "What a model costs"}</DialogTitle>
            <DialogDescription>
              US dollars for a million tokens. It holds for calls from now on: what has been counted stays.
            </DialogDescription>
          </DialogHeader>
          {row ? null : (
            <Field
              label="Model"
              help="As outputs name it: the kind of credential, a slash, the model."
              error={fieldProblem(problem, "model")}
            >
              {(control) => (
                <Input
                  {...control}
                  required
                  autoFocus
                  spellCheck={false}
                  placeholder="openai-compatible/llama3.2"
                  className="font-mono"
                  value={model}
                  onChange={(event) => setModel(event.target.value)}
                />
              )}
            </Field>
          )}
          <div className="grid grid-cols-2 gap-3">
            {fields.map(({ key, label, isNeeded }) => (
              <Field key={key} label={label} note={isNeeded ? null : "optional"} error={fieldProblem(problem, key)}>
                {(control) => (
                  <Input
                    {...control}
                    type="number"
                    min={0}
                    step="any"
                    required={isNeeded}
                    placeholder={isNeeded ? "0" : "As any other"}
                    className="tabular-nums"
                    value={values[key] ?? ""}
                    onChange={(event) => setValues({ ...values, [key]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </div>
          {problem && problem.errors.length === 0 ? <FieldError>{problem.message}</FieldError> : null}
          <DialogFooter className="max-sm:flex-wrap">
            {row?.own ? (
              <Button type="button" className="mr-auto" busy={drop.isPending} onClick={() => drop.mutate(row.model)}>
                {row.listed ? "Go by the list" : "Take it out"}
              </Button>
            ) : null}
            <Button type="button" variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" busy={save.isPending}>
              Save
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
