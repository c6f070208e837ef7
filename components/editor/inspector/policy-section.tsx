import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { formatDuration } from "#components/shared/format-duration.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { limits } from "#lib/config/limits.ts";
import type { DocumentNode, NodePolicy, RetryPolicy } from "#lib/engine/document.ts";
import type { AnyDefinition } from "#lib/nodes/define.ts";
import { cn } from "#lib/utils.ts";
import { useEditor } from "../editor-context.tsx";
import { defaultRetry, retryDelays } from "./retry-delays.ts";
import { TriesLine } from "./tries-line.tsx";

const afterLast = [
  { value: "fail", label: "Fail the run" },
  { value: "continue", label: "Continue with the error as its output" },
  { value: "port", label: "Continue on the error port" },
] as const;

const whenUncertain = [
  { value: "ask", label: "Wait and ask a person" },
  { value: "retry", label: "Run it again" },
  { value: "fail", label: "Treat it as failed" },
] as const;

function repeatOf(definition: AnyDefinition, record: DocumentNode) {
  return typeof definition.repeat === "function" ? definition.repeat(record.config) : (definition.repeat ?? "unsafe");
}

/** "If it fails": tries, waiting, what then; and what to do when a crash hid the result. */
export function NodePolicySection({ record, definition }: { record: DocumentNode; definition: AnyDefinition }) {
  const { actions, readOnly } = useEditor();
  const [open, setOpen] = useState(record.policy !== undefined);
  const isEffect = definition.effect === "step" || definition.effect === "steps";
  const repeat = isEffect ? repeatOf(definition, record) : "safe";
  const policy = record.policy ?? {};
  const retry = policy.retry ?? defaultRetry(isEffect, repeat);
  const delays = retryDelays(retry);
  const onError = policy.onError ?? "fail";
  const change = (patch: Partial<NodePolicy>) => actions.setPolicy(record.id, { ...policy, ...patch });
  const changeRetry = (patch: Partial<RetryPolicy>) => change({ retry: { ...retry, ...patch } });
  const total = delays.reduce((sum, delay) => sum + delay, 0);
  const summary =
    retry.attempts === 1
      ? "1 try"
      : `${retry.attempts} tries${total > 0 ? ` within about ${formatDuration(total)}` : ""}`;
  return (
    <section className="flex flex-col gap-[11px] border-line border-b p-3">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex items-center gap-1.5 text-left font-semibold text-small"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-fg-3 transition-transform", open && "rotate-90")}
        />
        If it fails
        <span className="ml-auto font-normal text-fg-3 text-micro">
          {isEffect ? summary : afterLast.find((choice) => choice.value === onError)?.label}
        </span>
      </button>
      {open && (
        <>
          {isEffect && (
            <>
              <div className="grid grid-cols-3 gap-2">
                <Amount
                  label="Tries"
                  value={retry.attempts}
                  min={1}
                  max={limits.nodeAttempts}
                  disabled={readOnly}
                  onChange={(attempts) => changeRetry({ attempts })}
                />
                <Amount
                  label="Wait"
                  unit="ms"
                  value={retry.baseMs}
                  min={0}
                  max={3_600_000}
                  disabled={readOnly || retry.attempts === 1}
                  onChange={(baseMs) => changeRetry({ baseMs, maxMs: Math.max(retry.maxMs, baseMs) })}
                />
                <Choice
                  label="Growing"
                  value={retry.backoff}
                  disabled={readOnly || retry.attempts === 1}
                  options={[
                    { value: "exponential", label: "Doubling" },
                    { value: "fixed", label: "The same" },
                  ]}
                  onChange={(backoff) => changeRetry({ backoff })}
                />
              </div>
              <TriesLine retry={retry} then={onError === "fail" ? "then fail" : "then go on"} />
            </>
          )}
          <Choice
            label="After the last try"
            value={onError}
            disabled={readOnly}
            options={afterLast}
            onChange={(next) => change({ onError: next })}
          />
          {isEffect && (
            <>
              <Amount
                label="Give up after"
                unit="ms"
                value={policy.timeoutMs}
                placeholder={String(limits.nodeTimeoutMs)}
                min={1}
                max={86_400_000}
                disabled={readOnly}
                onChange={(timeoutMs) => change({ timeoutMs })}
                onClear={() => change({ timeoutMs: undefined })}
              />
              {repeat === "unsafe" && (
                <Choice
                  label="If a crash hides its result"
                  value={policy.onUncertain ?? "ask"}
                  disabled={readOnly}
                  options={whenUncertain}
                  onChange={(onUncertain) => change({ onUncertain })}
                />
              )}
            </>
          )}
        </>
      )}
    </section>
  );
}

interface AmountProps {
  label: string;
  value: number | undefined;
  unit?: string;
  placeholder?: string;
  min: number;
  max: number;
  disabled: boolean;
  onChange(value: number): void;
  onClear?(): void;
}

/** A whole number within bounds. What is out of bounds stays as typed, marked, and is not stored. */
function Amount(props: AmountProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? (props.value === undefined ? "" : String(props.value));
  const valid = (value: string) => /^\d+$/.test(value) && Number(value) >= props.min && Number(value) <= props.max;
  const wrong = draft !== null && draft !== "" && !valid(draft);
  return (
    <Field label={props.label} error={wrong ? `From ${props.min} to ${props.max.toLocaleString("en")}.` : undefined}>
      {(control) => (
        <div className="relative">
          <Input
            {...control}
            inputMode="numeric"
            value={text}
            placeholder={props.placeholder}
            disabled={props.disabled}
            onChange={(event) => {
              const next = event.target.value.trim();
              setDraft(next);
              if (next === "") props.onClear?.();
              else if (valid(next)) props.onChange(Number(next));
            }}
            onBlur={() => !wrong && setDraft(null)}
          />
          {props.unit && (
            <span className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2 text-fg-3 text-small">
              {props.unit}
            </span>
          )}
        </div>
      )}
    </Field>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  disabled: boolean;
  onChange(value: Value): void;
}

function Choice<Value extends string>({ label, value, options, disabled, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-[5px]">
      <label htmlFor={id} className="min-h-4 font-medium text-fg-2 text-small">
        {label}
      </label>
      <Select
        value={value}
        disabled={disabled}
        onValueChange={(next) => {
          const option = options.find((candidate) => candidate.value === next);
          if (option) onChange(option.value);
        }}
      >
        <SelectTrigger id={id}>
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
    </div>
  );
}
