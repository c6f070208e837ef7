import { useState } from "react";
import { asProblem, fieldProblem } from "#components/shared/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Workspace } from "#lib/api/contracts/workspace.ts";
import { limits } from "#lib/config/limits.ts";
import { SettingsSection } from "./settings-section.tsx";
import { useSaveWorkspace } from "./use-save-workspace.ts";

/** How long runs are kept. */
export function RetentionForm({ workspace, mayWrite }: { workspace: Workspace; mayWrite: boolean }) {
  const [days, setDays] = useState(String(workspace.retentionDays));
  const save = useSaveWorkspace();
  const problem = save.error ? asProblem(save.error) : null;
  const wanted = Number(days);
  const isShorter = Number.isInteger(wanted) && wanted >= 1 && wanted < workspace.retentionDays;
  return (
    <SettingsSection
      title="Keeping runs"
      text="A run that has ended is removed after this time, with its data and files. Open runs stay."
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ retentionDays: wanted });
        }}
      >
        <Field
          label="Days"
          error={fieldProblem(problem, "retentionDays") ?? problem?.message}
          help={isShorter ? "Runs that are older than this are removed within the hour, for good." : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="number"
              required
              min={1}
              max={limits.retentionDays}
              step={1}
              disabled={!mayWrite}
              className="max-w-[120px] tabular-nums"
              value={days}
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
        {mayWrite ? (
          <Button
            type="submit"
            className="self-start"
            busy={save.isPending}
            disabled={days === "" || wanted === workspace.retentionDays}
          >
            Save
          </Button>
        ) : null}
      </form>
    </SettingsSection>
  );
}
