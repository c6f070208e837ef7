"use client";

import { useId, useState } from "react";
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
import { FieldError, FieldHelp, Label } from "#components/ui/field.tsx";
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { counted } from "../counted.ts";
import { useReembed } from "./reembedding-bar.tsx";

/** All passages once more with another model: it costs as much as embedding them did, and nothing stands still. */
export function ChangeModelDialog({ base, onClose }: { base: KnowledgeBase; onClose(): void }) {
  const [model, setModel] = useState(base.reembedding?.model ?? base.model);
  const reembed = useReembed(base.id, onClose);
  const problem = reembed.error ? asProblem(reembed.error) : null;
  const id = useId();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            reembed.mutate(model);
          }}
        >
          <DialogHeader>
            <DialogTitle>Embed with another model</DialogTitle>
            <DialogDescription>
              All {counted(base.chunks, "passage")} are embedded once more. Searches use the model there is until every
              one is done; then the base changes over in one step.
            </DialogDescription>
          </DialogHeader>
          <div className="flex flex-col gap-[5px]">
            <Label htmlFor={id}>New embedding model</Label>
            <ModelPicker
              id={id}
              describedBy={`${id}-help`}
              label="New embedding model"
              kind="embedding"
              value={model}
              onChange={setModel}
            />
            <FieldHelp id={`${id}-help`}>Documents need not be read again, and how they are cut stays.</FieldHelp>
          </div>
          {problem ? <FieldError>{fieldProblem(problem, "model") ?? problem.message}</FieldError> : null}
          <DialogFooter>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" busy={reembed.isPending}>
              Embed all passages
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
