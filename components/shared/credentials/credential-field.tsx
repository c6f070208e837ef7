import { useState } from "react";
import { PasswordInput } from "#components/shared/password-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { CredentialField } from "#lib/credentials/define.ts";

interface Props {
  field: CredentialField;
  /** The credential exists: a secret that is left alone stays. */
  isStored: boolean;
  value: string | undefined;
  error: string | undefined;
  /** Undefined leaves it as it is stored. */
  onChange(value: string | undefined): void;
}

/** One thing that a credential holds. A stored secret is replaced only after saying so. */
export function CredentialFieldInput({ field, isStored, value, error, onChange }: Props) {
  const [replacing, setReplacing] = useState(false);
  const isHidden = field.secret === true && isStored && !replacing;
  return (
    <Field label={field.label} note={field.optional ? "optional" : null} help={field.help} error={error}>
      {(control) => {
        if (isHidden)
          return (
            <div className="flex items-center gap-2">
              <Input {...control} disabled value="••••••••••••" aria-label={`${field.label}, stored`} readOnly />
              <Button type="button" onClick={() => setReplacing(true)}>
                Replace
              </Button>
            </div>
          );
        const shared = {
          ...control,
          required: !field.optional,
          placeholder: field.placeholder,
          value: value ?? "",
          autoComplete: "off",
        };
        if (field.long)
          return (
            <Textarea
              {...shared}
              rows={4}
              spellCheck={false}
              className="font-mono text-small"
              onChange={(event) => onChange(event.target.value)}
            />
          );
        // Not the browser's business: this password is a service's, not the person's.
        if (field.secret)
          return (
            <PasswordInput {...shared} autoComplete="new-password" onChange={(event) => onChange(event.target.value)} />
          );
        return <Input {...shared} onChange={(event) => onChange(event.target.value)} />;
      }}
    </Field>
  );
}
