"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, asProblem } from "#components/shared/api.ts";
import { toast } from "#components/shared/toast.ts";
import { Button } from "#components/ui/button.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { resolveNode } from "#lib/api/operations.ts";
import type { Json } from "#lib/engine/json.ts";
import { parseJson } from "#lib/engine/parse-json.ts";

interface DecisionProps {
  runId: string;
  /** The node run that waits. */
  path: string;
  /** May this person decide? */
  mayRun: boolean;
}

type Answer = { action: "retry" } | { action: "fail" } | { action: "complete"; output: Json };

/** The server stopped while this was executed: only a person can know whether it took effect. */
export function Decision({ runId, path, mayRun }: DecisionProps) {
  const [result, setResult] = useState<string | null>(null);
  const resolve = useMutation({
    mutationFn: (body: Answer) => api.call(resolveNode, { params: { id: runId, path }, body }),
    onError: (error) => toast.error("Your answer was not taken", { description: asProblem(error).message }),
  });
  const parsed = result === null ? undefined : parse(result);
  return (
    <section
      aria-label="Your decision"
      className="flex flex-col gap-2 rounded-control border border-wait bg-wait-soft p-2 text-small"
    >
      <b>Did it take effect?</b>
      <p className="text-fg-2">
        The server stopped while this was under way, and nobody here can tell what came of it. Look at the other side,
        then say how to go on.
      </p>
      {!mayRun ? (
        <p className="text-fg-2">Somebody who may run workflows has to decide.</p>
      ) : result === null ? (
        <div className="flex flex-wrap gap-1.5">
          <Button size="sm" busy={resolve.isPending} onClick={() => resolve.mutate({ action: "retry" })}>
            No: do it again
          </Button>
          <Button size="sm" onClick={() => setResult("{}")}>
            Yes: enter the result
          </Button>
          <Button size="sm" variant="danger" onClick={() => resolve.mutate({ action: "fail" })}>
            Mark as failed
          </Button>
        </div>
      ) : (
        <>
          <Textarea
            aria-label="The node's result, as JSON"
            rows={4}
            className="font-mono"
            value={result}
            onChange={(event) => setResult(event.target.value)}
          />
          {parsed === undefined ? <p className="text-fail">This is not JSON.</p> : null}
          <div className="flex gap-1.5">
            <Button
              size="sm"
              variant="primary"
              disabled={parsed === undefined}
              busy={resolve.isPending}
              onClick={() => parsed !== undefined && resolve.mutate({ action: "complete", output: parsed })}
            >
              Go on with it
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setResult(null)}>
              Back
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function parse(text: string): Json | undefined {
  try {
    return parseJson(text) as Json;
  } catch {
    return undefined;
  }
}
