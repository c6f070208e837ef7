import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api, asProblem, fieldProblem } from "#components/shared/api.ts";
import { toast } from "#components/shared/toast.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FieldError } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ModelRules } from "#lib/api/contracts/models.ts";
import { getModelRules, setModelRules } from "#lib/api/operations.ts";
import { SettingsSection } from "./settings-section.tsx";

interface Props {
  rules: ModelRules;
  mayWrite: boolean;
  title: string;
  text: string;
  fields: readonly { key: keyof ModelRules; label: string }[];
}

/** Some of the rules; an empty field is no limit. */
export function ModelRulesForm({ rules, mayWrite, title, text, fields }: Props) {
  const router = useRouter();
  const [values, setValues] = useState(() => new Map(fields.map(({ key }) => [key, String(rules[key] ?? "")])));
  const save = useMutation({
    mutationFn: async () => {
      const own = Object.fromEntries(fields.map(({ key }) => [key, numberIn(values.get(key) ?? "")]));
      // The other form on the page may have been saved since.
      const current = await api.call(getModelRules, {});
      return api.call(setModelRules, { body: { ...current, ...own } });
    },
    onSuccess: () => {
      toast.success("Saved: it holds for calls from now on");
      router.refresh();
    },
  });
  const problem = save.error ? asProblem(save.error) : null;
  const isChanged = fields.some(({ key }) => numberIn(values.get(key) ?? "") !== rules[key]);
  return (
    <SettingsSection title={title} text={text}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="grid grid-cols-2 gap-3">
          {fields.map(({ key, label }) => (
            <Field key={key} label={label} error={fieldProblem(problem, key)}>
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  min={0}
                  step="any"
                  placeholder="No limit"
                  disabled={!mayWrite}
                  className="tabular-nums"
                  value={values.get(key) ?? ""}
                  onChange={(event) => setValues(new Map([...values, [key, event.target.value]]))}
                />
              )}
            </Field>
          ))}
        </div>
        {problem && problem.errors.length === 0 ? <FieldError>{problem.message}</FieldError> : null}
        {mayWrite ? (
          <Button type="submit" className="self-start" busy={save.isPending} disabled={!isChanged}>
            Save
          </Button>
        ) : null}
      </form>
    </SettingsSection>
  );
}

function numberIn(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
