import { useMemo, useState } from "react";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { asProblem } from "#components/shared/api.ts";
import { keepSampleInput, readSampleInput } from "#components/shared/workflows/sample-input.ts";
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
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { DocumentNode } from "#lib/engine/document.ts";
import type { Problem } from "#lib/engine/graph.ts";
import type { Json } from "#lib/engine/json.ts";
import { parseJson } from "#lib/engine/parse-json.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { ProblemRow } from "../dock/problems-panel.tsx";
import { useDocument, useEditor, useProblems } from "../editor-context.tsx";
import { useListen } from "../listening/use-test-listener.ts";
import { useStartRun } from "../run/use-run-actions.ts";
import { useShowRun } from "../run/use-shown-run.ts";

/** Runs the draft by one of its triggers, with an input as JSON; the last one is remembered here. */
export function RunDialog() {
  const { session } = useEditor();
  const close = () => session.setState({ dialog: null });
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent>
        <Ask close={close} />
      </DialogContent>
    </Dialog>
  );
}

function useTriggers(): DocumentNode[] {
  const nodes = useDocument((state) => state.document.nodes);
  return useMemo(
    () => nodes.filter((node) => catalogue.get(node.type)?.trigger !== undefined && !node.disabled),
    [nodes],
  );
}

function Ask({ close }: { close(): void }) {
  const { workflowId, session } = useEditor();
  const triggers = useTriggers();
  const errors = useProblems((state) => state.all).filter(({ severity }) => severity === "error");
  const [chosen, setChosen] = useState(triggers[0]?.id ?? "");
  const trigger = triggers.find(({ id }) => id === chosen) ?? triggers[0];
  const isSchedule = trigger && catalogue.get(trigger.type)?.trigger === "schedule";
  const [text, setText] = useState(() => readSampleInput(workflowId, triggers[0]?.id ?? ""));
  const show = useShowRun();
  const start = useStartRun((runId) => {
    show(runId);
    close();
  });
  const { start: listen } = useListen();
  /** The settings of the trigger show the address to call. */
  const openListening = (triggerId: string) => {
    session.getState().open(triggerId);
    close();
  };
  const input = parse(isSchedule ? "null" : text);
  const run = () => {
    if (!trigger || "wrong" in input) return;
    if (!isSchedule) keepSampleInput(workflowId, trigger.id, text);
    start.mutate({ input: input.value, trigger: trigger.id });
  };
  if (errors.length > 0 || !trigger) return <Blocked errors={errors} close={close} />;
  const isWebhook = catalogue.get(trigger.type)?.trigger === "webhook";
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
        event.preventDefault();
        event.stopPropagation();
        run();
      }}
    >
      <DialogHeader>
        <DialogTitle>Run the draft</DialogTitle>
        <DialogDescription>It runs as it is on the canvas, for real: what it sends is sent.</DialogDescription>
      </DialogHeader>
      {triggers.length > 1 && (
        <Field label="Starts with">
          {(control) => (
            <Select
              value={trigger.id}
              onValueChange={(id) => {
                setChosen(id);
                setText(readSampleInput(workflowId, id));
              }}
            >
              <SelectTrigger {...control}>
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {triggers.map((node) => (
                  <SelectItem key={node.id} value={node.id}>
                    {nodeTitle(node)}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </Field>
      )}
      {!isSchedule && (
        <Field
          label={isWebhook ? "Body of the call" : "Input"}
          help={isWebhook ? "JSON. Read it as trigger.body." : "JSON. Read it as trigger."}
          error={"wrong" in input ? input.wrong : start.error ? asProblem(start.error).message : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={8}
              spellCheck={false}
              className="min-h-40 font-mono text-small"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      )}
      <DialogFooter>
        {isWebhook && (
          <Button
            type="button"
            variant="ghost"
            className="mr-auto max-sm:order-last max-sm:mr-0 max-sm:basis-full"
            busy={listen.isPending}
            onClick={() => listen.mutate(undefined, { onSuccess: () => openListening(trigger.id) })}
          >
            Listen for test calls instead
          </Button>
        )}
        <Button type="button" variant="ghost" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" busy={start.isPending} disabled={"wrong" in input}>
          Run
        </Button>
      </DialogFooter>
    </form>
  );
}

function Blocked({ errors, close }: { errors: readonly Problem[]; close(): void }) {
  return (
    <>
      <DialogHeader>
        <DialogTitle>Not yet</DialogTitle>
        <DialogDescription>
          {errors.length === 0
            ? "Add a trigger first: it says what sets the workflow off."
            : "Solve these problems first."}
        </DialogDescription>
      </DialogHeader>
      <ul className="max-h-64 overflow-y-auto">
        {errors.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no identity of their own
          <ProblemRow key={index} problem={problem} onGo={close} />
        ))}
      </ul>
      <DialogFooter>
        <Button type="button" onClick={close}>
          Close
        </Button>
      </DialogFooter>
    </>
  );
}

function parse(text: string): { value: Json } | { wrong: string } {
  if (text.trim() === "") return { value: null };
  try {
    return { value: parseJson(text) };
  } catch (error) {
    return { wrong: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
