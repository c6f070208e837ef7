import { useMemo } from "react";
import { type RoundScope, type RoundValues, roundValues } from "#components/canvas/round-values.ts";
import type { RunOverlayState } from "#components/canvas/run-overlay.ts";
import { useVars } from "#components/shared/variables/use-variables.ts";
import type { Json, JsonObject } from "#lib/engine/json.ts";
import { useDocument, useRunOverlay } from "../editor-context.tsx";
import { useTimeZone } from "../fields/use-time-zone.ts";

/** Value of a name that expressions start with, in the run on the canvas. */
export function rootOf(
  name: string,
  { outputs, triggerInput }: Pick<RunOverlayState, "outputs" | "triggerInput">,
  vars: JsonObject | null,
): Json | undefined {
  if (name === "trigger") return triggerInput;
  if (name === "vars") return vars ?? undefined;
  return Object.hasOwn(outputs, name) ? outputs[name] : undefined;
}

/** What the run on the canvas knows, for working out what rounds began with. */
export function useRoundScope(): RoundScope {
  const rounds = useRunOverlay((state) => state.rounds);
  const outputs = useRunOverlay((state) => state.outputs);
  const triggerInput = useRunOverlay((state) => state.triggerInput);
  const startedAt = useRunOverlay((state) => state.startedAt);
  const vars = useVars();
  const timeZone = useTimeZone();
  return useMemo(
    () => ({ root: (name) => rootOf(name, { outputs, triggerInput }, vars), rounds, now: startedAt ?? 0, timeZone }),
    [rounds, outputs, triggerInput, startedAt, vars, timeZone],
  );
}

/** What the shown round of the loop around a node began with; null outside of loops. */
export function useRoundValues(id: string): RoundValues | null {
  const document = useDocument((state) => state.document);
  const record = useDocument((state) => state.nodes[id]);
  const scope = useRoundScope();
  return useMemo(() => (record?.parent ? roundValues(record, document, scope) : null), [record, document, scope]);
}
