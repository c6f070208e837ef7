import { useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { ApiProblem } from "#lib/api/client.ts";
import type { Workspace } from "#lib/api/contracts/workspace.ts";
import { SettingsSection } from "./settings-section.tsx";
import { useSaveWorkspace } from "./use-save-workspace.ts";

const toLines = (rules: readonly string[]) => rules.join("\n");
const fromLines = (text: string) => text.split(/[\s,]+/).filter((rule) => rule !== "");

/** What is wrong with the first host of a list that is no host. */
function listProblem(problem: ApiProblem | null, field: string): string | undefined {
  return problem?.errors.find(({ path }) => path === field || path.startsWith(`${field}.`))?.message;
}

/** Which hosts workflows may call. */
export function HostListsForm({ workspace, mayWrite }: { workspace: Workspace; mayWrite: boolean }) {
  const [allow, setAllow] = useState(toLines(workspace.outboundAllow));
  const [deny, setDeny] = useState(toLines(workspace.outboundDeny));
  const save = useSaveWorkspace();
  const problem = save.error ? asProblem(save.error) : null;
  const allowProblem = listProblem(problem, "outboundAllow");
  const denyProblem = listProblem(problem, "outboundDeny");
  const wanted = { outboundAllow: fromLines(allow), outboundDeny: fromLines(deny) };
  const isSame =
    toLines(wanted.outboundAllow) === toLines(workspace.outboundAllow) &&
    toLines(wanted.outboundDeny) === toLines(workspace.outboundDeny);
  return (
    <SettingsSection
      title="Calls to the outside"
      text="Which hosts workflows may call. Private addresses are refused whatever stands here."
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(wanted);
        }}
      >
        <Field
          label="Only these hosts"
          note="empty: all public ones"
          help="One a line: example.com, *.example.com for every name below it, example.com:8443 for one port."
          error={allowProblem ?? (denyProblem ? undefined : problem?.message)}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              spellCheck={false}
              disabled={!mayWrite}
              className="font-mono text-small"
              value={allow}
              onChange={(event) => setAllow(event.target.value)}
            />
          )}
        </Field>
        <Field label="Never these hosts" help="Also when the list above names them." error={denyProblem}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              spellCheck={false}
              disabled={!mayWrite}
              className="font-mono text-small"
              value={deny}
              onChange={(event) => setDeny(event.target.value)}
            />
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
