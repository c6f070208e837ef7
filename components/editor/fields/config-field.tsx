import { useEffect, useId, useRef, useState } from "react";
import { reasonOf } from "#components/canvas/problem-reason.ts";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import type { Problem } from "#lib/engine/graph.ts";
import type { FieldSpec } from "#lib/nodes/define.ts";
import { cn } from "#lib/utils.ts";
import { asExpression, expressionOf, literalOf, loneExpression } from "./expression-text.ts";
import { PreviewLine, usePreview } from "./preview-line.tsx";
import { ReferenceText } from "./reference-text.tsx";
import type { ConfigFieldProps } from "./widget-props.ts";
import { widgets } from "./widgets.ts";

/** Fields whose parts take expressions themselves have no switch for the whole. */
const wholeIsFixed = new Set<FieldSpec["widget"]>([
  "key-values",
  "fields",
  "cases",
  "body",
  "method-url",
  "cron",
  "credential",
  "models",
  "tools",
  "memory",
  "webhook-auth",
]);

/** A setting with label, fx switch, control, live preview and what is wrong with it. */
export function ConfigField(props: ConfigFieldProps) {
  const { name, spec, config, setConfig, problems, disabled } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const value = config[name];
  const inner = loneExpression(value);
  // An empty condition has no braces to tell it by, yet it is going to be an expression.
  const [asFx, setAsFx] = useState<boolean | null>(null);
  const empty = value === undefined || value === "";
  const fx = !wholeIsFixed.has(spec.widget) && (asFx ?? (inner !== null || (spec.widget === "expression" && empty)));
  const Widget = widgets[spec.widget];
  const errors = problems.filter((problem) => problem.severity === "error");
  const describedBy = [problems.length > 0 && `${id}-problems`, spec.help && `${id}-help`].filter(Boolean).join(" ");
  const preview = usePreview(value);

  useEffect(() => {
    if (props.focusNonce === null) return;
    box.current?.scrollIntoView({ block: "center" });
    box.current?.querySelector<HTMLElement>("input, textarea, [contenteditable=true], button[role]")?.focus();
  }, [props.focusNonce]);

  const toggle = () => {
    if (fx) {
      setConfig(name, inner === null || inner === "" ? undefined : (literalOf(inner) ?? value));
      setAsFx(false);
    } else {
      const text = typeof value === "string" && value.trim() !== "" && !value.includes("{{");
      setConfig(name, spec.widget === "expression" && text ? asExpression(value) : expressionOf(value));
      setAsFx(true);
    }
  };

  return (
    <div ref={box} data-field={name} className="flex min-w-0 flex-col gap-[5px]">
      <div className="flex min-h-4 items-center gap-1.5 font-medium text-fg-2 text-small">
        {/* A label leads to what can be labelled; the editor of texts is none of those. */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field itself is reached with the keyboard */}
        <label htmlFor={id} onClick={() => document.getElementById(id)?.focus()}>
          {spec.label}
        </label>
        {!wholeIsFixed.has(spec.widget) && (
          <button
            type="button"
            aria-pressed={fx}
            aria-label={`fx: ${spec.label} is an expression`}
            disabled={disabled}
            onClick={toggle}
            className={cn(
              "ml-auto inline-flex rounded-chip px-[5px] font-medium font-mono text-[11px] text-fg-3 italic leading-4 hover:bg-hover max-sm:px-3 max-sm:leading-8",
              fx && "bg-primary-soft text-primary-text",
            )}
          >
            fx
          </button>
        )}
      </div>
      {fx ? (
        <ReferenceText
          bare
          id={id}
          label={spec.label}
          describedBy={describedBy || undefined}
          invalid={errors.length > 0}
          disabled={disabled}
          placeholder={loneExpression(spec.placeholder) ?? "input.total > 100"}
          value={inner ?? (typeof value === "string" ? value : "")}
          onChange={(text) => {
            setAsFx(true);
            setConfig(name, text === "" ? "" : text.includes("{{") ? text : asExpression(text));
          }}
          references={props.references}
        />
      ) : (
        <Widget
          id={id}
          describedBy={describedBy || undefined}
          invalid={errors.length > 0}
          disabled={disabled}
          spec={spec}
          value={value}
          onChange={(next) => setConfig(name, next)}
          config={config}
          setConfig={setConfig}
          setConfigs={props.setConfigs}
          references={props.references}
          problems={problems}
          Field={ConfigField}
        />
      )}
      {preview !== null && <PreviewLine preview={preview} />}
      {problems.length > 0 && (
        <ul id={`${id}-problems`} aria-live="polite" className="flex flex-col gap-0.5">
          {problems.map((problem) => (
            <ProblemLine key={`${problem.code}${problem.message}`} problem={problem} setConfig={setConfig} />
          ))}
        </ul>
      )}
      {spec.help && (
        <p id={`${id}-help`} className="text-fg-3 text-micro leading-[15px]">
          {spec.help}
        </p>
      )}
    </div>
  );
}

function ProblemLine({ problem, setConfig }: { problem: Problem; setConfig: ConfigFieldProps["setConfig"] }) {
  const fix = problem.fix?.set;
  return (
    <li
      className={cn(
        "flex items-start gap-1 text-micro leading-[15px]",
        problem.severity === "error" ? "text-fail" : "text-wait",
      )}
    >
      <StatusIcon status="problem" size={12} className="mt-[1.5px] text-inherit" />
      <span>{reasonOf(problem)}</span>
      {fix !== undefined && (
        <button type="button" className="shrink-0 underline" onClick={() => setConfig(fix.field, fix.value)}>
          {problem.fix?.label}
        </button>
      )}
    </li>
  );
}
