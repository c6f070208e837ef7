import { useEffect, useId, useState } from "react";
import { asProblem, fieldProblem } from "#components/shared/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Workspace } from "#lib/api/contracts/workspace.ts";
import { SettingsSection } from "./settings-section.tsx";
import { useSaveWorkspace } from "./use-save-workspace.ts";

/** Its name and time zone. */
export function WorkspaceForm({ workspace, mayWrite }: { workspace: Workspace; mayWrite: boolean }) {
  const zones = useId();
  const known = useKnownZones();
  const [name, setName] = useState(workspace.name);
  const [timezone, setTimezone] = useState(workspace.timezone);
  const save = useSaveWorkspace();
  const problem = save.error ? asProblem(save.error) : null;
  const nameProblem = fieldProblem(problem, "name");
  const zoneProblem = fieldProblem(problem, "timezone");
  const isSame = name === workspace.name && timezone === workspace.timezone;
  return (
    <SettingsSection
      title="Workspace"
      text={mayWrite ? "What everybody here shares." : "Owners and admins may change this."}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name, timezone });
        }}
      >
        <Field label="Name" error={nameProblem ?? (zoneProblem ? undefined : problem?.message)}>
          {(control) => (
            <Input
              {...control}
              required
              disabled={!mayWrite}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Short name" help="Stands in the addresses of webhooks: /api/webhooks/@short-name/path.">
          {(control) => <Input {...control} readOnly disabled className="font-mono" value={workspace.slug} />}
        </Field>
        <Field
          label="Time zone"
          error={zoneProblem}
          help="Schedules without a zone of their own are read in it, each from its next publication on."
        >
          {(control) => (
            <>
              <Input
                {...control}
                required
                list={zones}
                disabled={!mayWrite}
                value={timezone}
                onChange={(event) => setTimezone(event.target.value)}
              />
              <datalist id={zones}>
                {known.map((zone) => (
                  <option key={zone} value={zone} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        {mayWrite ? (
          <Button type="submit" className="self-start" busy={save.isPending} disabled={isSame}>
            Save
          </Button>
        ) : null}
      </form>
    </SettingsSection>
  );
}

/** The browser's own list: the server's may be another, so it comes once the page is there. */
function useKnownZones(): readonly string[] {
  const [zones, setZones] = useState<readonly string[]>([]);
  useEffect(() => setZones(Intl.supportedValuesOf("timeZone")), []);
  return zones;
}
