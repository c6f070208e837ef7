"use client";

import { useId, useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { ModelPicker } from "#components/shared/models/model-picker.tsx";
import { useApplyTemplate } from "#components/shared/workflows/use-apply-template.ts";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { demoModel } from "#lib/ai/known-models.ts";
import type { Template } from "#lib/templates/template.ts";

/** What a template does, and what it is to be called and to think with. */
export function ApplyTemplateDialog({ template, onClose }: { template: Template; onClose: () => void }) {
  const [name, setName] = useState(template.name);
  const [model, setModel] = useState(demoModel("language"));
  const apply = useApplyTemplate();
  const modelId = useId();
  const usesModel = template.document.nodes.some(({ type }) => type.startsWith("ai."));
  const isDemo = model === demoModel("language");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent className="max-w-[480px]">
        <DialogHeader>
          <DialogTitle>{template.name}</DialogTitle>
          <DialogDescription>{template.about}</DialogDescription>
        </DialogHeader>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            apply.mutate({ template, name: name.trim(), ...(isDemo ? {} : { model }) });
          }}
        >
          <Field label="Name">
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={200}
                required
                autoFocus
                onFocus={(event) => event.currentTarget.select()}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          {usesModel ? (
            <div className="flex flex-col gap-1.5">
              <label htmlFor={modelId} className="font-medium text-fg-2 text-small">
                Model
              </label>
              <ModelPicker id={modelId} label="Model" kind="language" value={model} onChange={setModel} />
              <p className="text-fg-3 text-micro">
                {isDemo
                  ? "The demo needs no account and does not think: it shows where answers go."
                  : "Each call is paid by this account."}
              </p>
            </div>
          ) : null}
          {template.knowledge ? (
            <p className="text-fg-2 text-small">
              It brings the knowledge base <b className="font-medium">{template.knowledge.name}</b> with{" "}
              {template.knowledge.documents.length} documents.
            </p>
          ) : null}
          {apply.isError ? (
            <p role="alert" className="text-fail text-small">
              {asProblem(apply.error).message}
            </p>
          ) : null}
          <DialogFooter>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              variant="primary"
              busy={apply.isPending || apply.isSuccess}
              disabled={name.trim() === "" || !/^[^/]+\/.+/.test(model)}
            >
              Make the workflow
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
