import { useState } from "react";
import { CredentialDialog } from "#components/shared/credentials/credential-dialog.tsx";
import { useCredentials } from "#components/shared/credentials/use-credentials.ts";
import { credentialType } from "#lib/credentials/types/all.ts";
import { ThingPicker } from "./thing-picker.tsx";
import type { WidgetProps } from "./widget-props.ts";

/** Which credential a node uses, with a way to make one in place. The document holds its id alone. */
export function CredentialWidget(props: WidgetProps) {
  const [making, setMaking] = useState(false);
  // Who may not change the node may not see what there is to choose from.
  const list = useCredentials(!props.disabled);
  const accepted = props.spec.credentialTypes;
  const fitting = list.data?.filter(({ type }) => accepted?.includes(type) ?? true) ?? [];
  const value = typeof props.value === "string" ? props.value : "";
  const isGone = value !== "" && list.isSuccess && !fitting.some(({ id }) => id === value);
  return (
    <>
      <ThingPicker
        id={props.id}
        describedBy={props.describedBy}
        invalid={props.invalid}
        disabled={props.disabled}
        value={value}
        onChange={props.onChange}
        things={fitting.map(({ id, name, type }) => ({ id, name, note: credentialType(type)?.title }))}
        other={isGone ? "One that does not exist any more" : props.disabled ? "A credential is chosen" : null}
        problem={isGone ? "This credential does not exist any more. Choose another one." : null}
        list={list}
        plural="The credentials"
        onNew={() => setMaking(true)}
      />
      {making ? (
        <CredentialDialog
          credential={null}
          {...(accepted && { accepted })}
          onClose={() => setMaking(false)}
          onSaved={({ id }) => props.onChange(id)}
        />
      ) : null}
    </>
  );
}
