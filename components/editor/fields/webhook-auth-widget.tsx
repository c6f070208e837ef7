import { useId } from "react";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { isJsonObject, type Json, type JsonObject } from "#lib/engine/json.ts";
import { type AuthKind, authKinds, credentialsFor } from "#lib/nodes/trigger-webhook/auth.ts";
import { CredentialWidget } from "./credential-widget.tsx";
import type { WidgetProps } from "./widget-props.ts";

const kinds: Readonly<Record<AuthKind, string>> = {
  none: "Anybody who knows the address",
  basic: "User name and password",
  header: "A secret header",
  bearer: "A bearer token",
  jwt: "A token that is signed (JWT)",
  signature: "A signature of the body",
  standard: "Standard Webhooks",
};

const styles = [
  { value: "github", label: "As GitHub signs" },
  { value: "stripe", label: "As Stripe signs" },
  { value: "slack", label: "As Slack signs" },
  { value: "plain", label: "HMAC-SHA-256 in a header" },
] as const;

/** How callers of a webhook prove who they are. */
export function WebhookAuthWidget(props: WidgetProps) {
  const auth: JsonObject = isJsonObject(props.value) ? props.value : {};
  const kind = authKinds.find((one) => one === auth.kind) ?? "none";
  const change = (more: JsonObject) => props.onChange({ ...auth, ...more });
  return (
    <div className="flex flex-col gap-1.5">
      <Choice
        id={props.id}
        label={props.spec.label}
        disabled={props.disabled}
        value={kind}
        options={authKinds.map((value) => ({ value, label: kinds[value] }))}
        onChange={(value) => change({ kind: value, credential: "" })}
      />
      {kind === "none" ? null : (
        <CredentialWidget
          {...props}
          id={`${props.id}-credential`}
          spec={{ ...props.spec, widget: "credential", credentialTypes: credentialsFor[kind], required: true }}
          value={auth.credential}
          onChange={(credential) => change({ credential: credential ?? "" })}
        />
      )}
      {kind === "signature" ? <Signature auth={auth} disabled={props.disabled} change={change} /> : null}
    </div>
  );
}

interface SignatureProps {
  auth: JsonObject;
  disabled: boolean;
  change(more: JsonObject): void;
}

function Signature({ auth, disabled, change }: SignatureProps) {
  const id = useId();
  const style = typeof auth.style === "string" ? auth.style : "github";
  return (
    <>
      <Choice
        id={`${id}-style`}
        label="Way of signing"
        disabled={disabled}
        value={style}
        options={styles}
        onChange={(value) => change({ style: value })}
      />
      {style === "plain" ? (
        <div className="flex gap-1.5">
          <Input
            aria-label="Header of the signature"
            disabled={disabled}
            value={textOf(auth.header, "x-signature")}
            onChange={(event) => change({ header: event.target.value })}
          />
          <Choice
            id={`${id}-encoding`}
            label="Written as"
            disabled={disabled}
            value={textOf(auth.encoding, "hex")}
            options={[
              { value: "hex", label: "Hexadecimal" },
              { value: "base64", label: "Base64" },
            ]}
            onChange={(value) => change({ encoding: value })}
          />
        </div>
      ) : null}
    </>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  disabled: boolean;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}

function Choice({ id, label, disabled, value, options, onChange }: ChoiceProps) {
  return (
    <Select value={value} onValueChange={onChange} disabled={disabled}>
      <SelectTrigger id={id} aria-label={label}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {options.map((option) => (
          <SelectItem key={option.value} value={option.value}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

function textOf(value: Json | undefined, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
