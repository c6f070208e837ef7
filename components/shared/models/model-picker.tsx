import { Plus } from "lucide-react";
import { useId, useState } from "react";
import { CredentialDialog } from "#components/shared/credentials/credential-dialog.tsx";
import { useCredentials } from "#components/shared/credentials/use-credentials.ts";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { DEMO_PROVIDER } from "#lib/ai/demo-names.ts";
import type { ModelKind } from "#lib/ai/known-models.ts";
import { modelCredentialTypes } from "#lib/ai/model-credentials.ts";
import { credentialType } from "#lib/credentials/types/all.ts";
import {
  type ModelProvider,
  partsOf,
  providerNamed,
  providersOf,
  suggestedModels,
  withProvider,
} from "./model-choice.ts";

interface ModelPickerProps {
  id: string;
  label: string;
  describedBy?: string | undefined;
  invalid?: boolean;
  disabled?: boolean;
  kind: ModelKind;
  /** `provider/model`; either half may be empty while it is being chosen. */
  value: string;
  onChange(value: string): void;
}

/** Whose account, and which of its models. */
export function ModelPicker(props: ModelPickerProps) {
  const { kind } = props;
  const suggestions = useId();
  const [making, setMaking] = useState(false);
  // Who may not change the node may not see what there is to choose from.
  const list = useCredentials(!props.disabled);
  const providers = providersOf(list.data ?? []);
  const { provider, model } = partsOf(props.value);
  const chosen = providerNamed(provider, providers);
  const isGone = provider !== "" && list.isSuccess && chosen === undefined;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1.5">
        <Select
          value={chosen?.id ?? provider}
          onValueChange={(id) => {
            const next = providers.find((one) => one.id === id);
            if (next) props.onChange(withProvider(props.value, next, kind));
          }}
          disabled={props.disabled}
        >
          <SelectTrigger
            id={props.id}
            aria-label={`${props.label}: whose account`}
            aria-describedby={props.describedBy}
            aria-invalid={props.invalid || isGone || undefined}
            className="min-w-0 flex-1"
          >
            <SelectValue placeholder={list.isPending ? "Loading…" : "Choose"} />
          </SelectTrigger>
          <SelectContent>
            {chosen === undefined && provider !== "" ? <SelectItem value={provider}>{provider}</SelectItem> : null}
            {providers.map((one) => (
              <ProviderItem key={one.id} provider={one} />
            ))}
          </SelectContent>
        </Select>
        <Button type="button" disabled={props.disabled} onClick={() => setMaking(true)}>
          <Plus aria-hidden className="size-4" />
          New
        </Button>
      </div>
      <Input
        aria-label={`${props.label}: name of the model`}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        disabled={props.disabled}
        list={suggestions}
        autoComplete="off"
        spellCheck={false}
        placeholder="Name of the model"
        value={model}
        onChange={({ target }) => props.onChange(`${provider}/${target.value}`)}
        className="font-mono max-sm:text-base"
      />
      <datalist id={suggestions}>
        {suggestedModels(chosen?.type ?? "", kind).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {isGone ? (
        <p role="alert" className="text-fail text-micro leading-[15px]">
          {modelCredentialTypes.some((type) => type === provider)
            ? `Choose which account of the kind ${provider} to use, or make one.`
            : "The account of this model does not exist any more. Choose another one."}
        </p>
      ) : null}
      {making ? (
        <CredentialDialog
          credential={null}
          accepted={modelCredentialTypes}
          onClose={() => setMaking(false)}
          onSaved={({ id, name, type }) => props.onChange(withProvider(props.value, { id, name, type }, kind))}
        />
      ) : null}
    </div>
  );
}

function ProviderItem({ provider: { id, name, type } }: { provider: ModelProvider }) {
  const what = type === DEMO_PROVIDER ? "offline, does not think" : credentialType(type)?.title;
  return (
    <SelectItem value={id}>
      {name} <span className="text-fg-3">{what}</span>
    </SelectItem>
  );
}
