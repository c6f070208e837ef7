"use client";

import { type ReactNode, useId, useState } from "react";
import { asProblem, fieldProblem } from "#components/shared/api.ts";
import { ModelPicker } from "#components/shared/models/model-picker.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field, FieldError, FieldHelp, Label } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { demoModel } from "#lib/ai/known-models.ts";
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { type BaseSettings, baseSettingsSchema, type SearchLanguage, searchLanguages } from "#lib/rag/base-settings.ts";
import { CutPreview } from "./cut-preview.tsx";
import { languageWord } from "./language-words.ts";
import { useSaveBase } from "./use-knowledge-bases.ts";

interface Props {
  /** Null makes a new one. */
  base: KnowledgeBase | null;
  onClose(): void;
  onSaved?(base: KnowledgeBase): void;
  /** What else can be done to a base that exists. */
  children?: ReactNode;
}

/** Makes a knowledge base, or renames one and says how its later documents are cut. */
export function BaseDialog(props: Props) {
  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()}>
      <DialogContent className="top-[6vh] max-h-[88vh] max-w-[880px] max-sm:top-[4vh]">
        <Form {...props} />
      </DialogContent>
    </Dialog>
  );
}

function Form({ base, onClose, onSaved, children }: Props) {
  const [name, setName] = useState(base?.name ?? "");
  const [description, setDescription] = useState(base?.description ?? "");
  const [model, setModel] = useState(demoModel("embedding"));
  const [language, setLanguage] = useState<SearchLanguage>("english");
  const [settings, setSettings] = useState<BaseSettings>(base?.settings ?? baseSettingsSchema.parse({}));
  const save = useSaveBase(base?.id ?? null, (saved) => {
    onSaved?.(saved);
    onClose();
  });
  const problem = save.error ? asProblem(save.error) : null;
  const modelId = useId();
  const isNew = base === null;
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        // A dialog in the inspector: the form around it is not meant.
        event.stopPropagation();
        save.mutate({ name, description, settings, model, language });
      }}
    >
      <DialogHeader>
        <DialogTitle>{isNew ? "New knowledge base" : "Settings of this base"}</DialogTitle>
        <DialogDescription>
          {isNew
            ? "Documents are cut into passages, and each passage is turned into numbers that say what it is about."
            : "New settings hold for documents that are read afterwards. Read a document again to cut it anew."}
        </DialogDescription>
      </DialogHeader>
      <div className="grid min-h-0 grid-cols-2 gap-5 max-md:shrink-0 max-md:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-3">
          <Field
            label="Name"
            error={fieldProblem(problem, "name") ?? (problem?.code === "name_taken" && problem.message)}
          >
            {(control) => (
              <Input {...control} required autoFocus value={name} onChange={({ target }) => setName(target.value)} />
            )}
          </Field>
          <Field label="Description" note="optional" error={fieldProblem(problem, "description")}>
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                value={description}
                onChange={({ target }) => setDescription(target.value)}
              />
            )}
          </Field>
          {isNew ? (
            <>
              <div className="flex flex-col gap-[5px]">
                <Label htmlFor={modelId}>Embedding model</Label>
                <ModelPicker
                  id={modelId}
                  describedBy={`${modelId}-help`}
                  label="Embedding model"
                  kind="embedding"
                  value={model}
                  onChange={setModel}
                />
                <FieldHelp id={`${modelId}-help`}>
                  {model === demoModel("embedding")
                    ? "The demo works offline and knows which words texts share, not what they mean. Good for a first look."
                    : "Turns passages and questions into numbers. It can be changed later."}
                </FieldHelp>
              </div>
              <LanguageField value={language} onChange={setLanguage} />
            </>
          ) : null}
          <CutFields settings={settings} onChange={setSettings} problem={problem} />
          {problem && problem.errors.length === 0 && problem.code !== "name_taken" ? (
            <FieldError>{problem.message}</FieldError>
          ) : null}
          {children}
        </div>
        <CutPreview settings={settings} />
      </div>
      <DialogFooter>
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {isNew ? "Make it" : "Save"}
        </Button>
      </DialogFooter>
    </form>
  );
}

function LanguageField({ value, onChange }: { value: SearchLanguage; onChange(value: SearchLanguage): void }) {
  return (
    <Field label="Language" help="Whose word endings the search by words ignores: “zip” then finds “zips”.">
      {(control) => (
        <Select value={value} onValueChange={(next) => onChange(next as SearchLanguage)}>
          <SelectTrigger {...control}>
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {searchLanguages.map((language) => (
              <SelectItem key={language} value={language}>
                {languageWord(language)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    </Field>
  );
}

const cuts = [
  { key: "size", label: "Passage", help: "At most.", min: 32, max: 8_000 },
  { key: "overlap", label: "Shared", help: "With the one before.", min: 0, max: 2_000 },
  { key: "sectionSize", label: "Section", help: "Given to readers; 0: none.", min: 0, max: 32_000 },
] as const;

interface CutFieldsProps {
  settings: BaseSettings;
  onChange(settings: BaseSettings): void;
  problem: ReturnType<typeof asProblem> | null;
}

/** How long passages are, in tokens. What does not fit together is said at once. */
function CutFields({ settings, onChange, problem }: CutFieldsProps) {
  const checked = baseSettingsSchema.safeParse(settings);
  const errorOf = (key: string) =>
    checked.error?.issues.find(({ path }) => path[0] === key)?.message ?? fieldProblem(problem, `settings.${key}`);
  return (
    <fieldset className="grid grid-cols-3 items-start gap-2">
      <legend className="mb-[5px] font-medium text-fg-2 text-small">
        How documents are cut <span className="font-normal text-fg-3">in tokens, about ¾ of a word</span>
      </legend>
      {cuts.map(({ key, label, help, min, max }) => (
        <Field key={key} label={label} help={help} error={errorOf(key)}>
          {(control) => (
            <Input
              {...control}
              type="number"
              required
              min={min}
              max={max}
              value={Number.isNaN(settings[key]) ? "" : settings[key]}
              onChange={({ target }) => onChange({ ...settings, [key]: target.valueAsNumber })}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}
