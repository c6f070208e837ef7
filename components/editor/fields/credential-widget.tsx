import { Plus } from "lucide-react";
import { useState } from "react";
import { CredentialDialog } from "#components/shared/credentials/credential-dialog.tsx";
import { useCredentials } from "#components/shared/credentials/use-credentials.ts";
import { Button } from "#components/ui/button.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { credentialType } from "#lib/credentials/types/all.ts";
import type { WidgetProps } from "./widget-props.ts";

const NONE = "none";

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
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-1.5">
        <Select
          value={value === "" ? NONE : value}
          onValueChange={(next) => props.onChange(next === NONE ? "" : next)}
          disabled={props.disabled}
        >
          <SelectTrigger
            id={props.id}
            aria-describedby={props.describedBy}
            aria-invalid={props.invalid || isGone || undefined}
            className="min-w-0 flex-1 max-sm:text-base"
          >
            <SelectValue placeholder={list.isPending ? "Loading…" : "Choose"} />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={NONE}>None</SelectItem>
            {props.disabled && value !== "" ? <SelectItem value={value}>A credential is chosen</SelectItem> : null}
            {isGone ? <SelectItem value={value}>One that does not exist any more</SelectItem> : null}
            {fitting.map(({ id, name, type }) => (
              <SelectItem key={id} value={id}>
                {name} <span className="text-fg-3">{credentialType(type)?.title}</span>
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <Button type="button" disabled={props.disabled} onClick={() => setMaking(true)}>
          <Plus aria-hidden className="size-4" />
          New
        </Button>
      </div>
      {isGone ? (
        <p role="alert" className="text-fail text-micro leading-[15px]">
          This credential does not exist any more. Choose another one.
        </p>
      ) : null}
      {list.isError ? (
        <p role="alert" className="text-fail text-micro leading-[15px]">
          The credentials could not be loaded.{" "}
          <button type="button" className="underline" onClick={() => void list.refetch()}>
            Try again
          </button>
        </p>
      ) : null}
      {making ? (
        <CredentialDialog
          credential={null}
          {...(accepted && { accepted })}
          onClose={() => setMaking(false)}
          onSaved={({ id }) => props.onChange(id)}
        />
      ) : null}
    </div>
  );
}
