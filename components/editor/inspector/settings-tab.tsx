import { ChevronRight } from "lucide-react";
import { useCallback, useState } from "react";
import { rootIn } from "#components/canvas/round-values.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import type { Problem } from "#lib/engine/graph.ts";
import type { Json, JsonObject } from "#lib/engine/json.ts";
import type { AnyDefinition, FieldSpec } from "#lib/nodes/define.ts";
import { cn } from "#lib/utils.ts";
import { useEditor, useProblems, useSession } from "../editor-context.tsx";
import { ConfigField } from "../fields/config-field.tsx";
import { previewOf } from "../fields/preview.ts";
import { PreviewProvider } from "../fields/preview-line.tsx";
import type { Reference } from "../fields/references.ts";
import { useReferences } from "../fields/use-references.ts";
import { WebhookAddresses } from "../listening/webhook-addresses.tsx";
import { useNodeInput } from "../run/use-node-input.ts";
import { useRoundScope, useRoundValues } from "../run/use-round-values.ts";
import { InputSection } from "./input-panel.tsx";
import { NodePolicySection } from "./policy-section.tsx";

function isShown(spec: FieldSpec, config: DocumentNode["config"], defaults: DocumentNode["config"]): boolean {
  if (spec.showWhen === undefined) return true;
  const held = config[spec.showWhen.key] ?? defaults[spec.showWhen.key] ?? null;
  return spec.showWhen.in.some((value) => value === held);
}

/** The problem's field, as a key of the config: `fields.2.value` belongs to `fields`. */
function fieldOf(problem: Problem): string | null {
  return problem.field?.replace(/^config\./, "").split(/[.[]/, 1)[0] ?? null;
}

function useExpressionHelp(record: DocumentNode): {
  references: readonly Reference[];
  preview: (text: string) => ReturnType<typeof previewOf>;
} {
  const input = useNodeInput(record.id);
  const scope = useRoundScope();
  const round = useRoundValues(record.id);
  const references = useReferences(record);
  const preview = useCallback(
    (text: string) => {
      const known = rootIn(round, scope);
      return previewOf(text, { ...scope, root: (name) => (name === "input" ? input : known(name)) });
    },
    [input, scope, round],
  );
  return { references, preview };
}

const noProblems: readonly Problem[] = [];

interface SettingsTabProps {
  record: DocumentNode;
  definition: AnyDefinition;
  /** Leaves out the input, which stands beside the settings. */
  alone?: boolean;
}

export function SettingsTab({ record, definition, alone = false }: SettingsTabProps) {
  const { actions, readOnly } = useEditor();
  const problems = useProblems((state) => state.byNode[record.id] ?? noProblems);
  const focus = useSession((state) => (state.focusField?.node === record.id ? state.focusField : null));
  const { references, preview } = useExpressionHelp(record);
  const [moreOpen, setMoreOpen] = useState(false);
  const defaults = definition.defaults;
  const entries = Object.entries(definition.fields).filter(([, spec]) => isShown(spec, record.config, defaults));
  const plain = entries.filter(([, spec]) => !spec.advanced);
  const advanced = entries.filter(([, spec]) => spec.advanced);
  const known = new Set(Object.keys(definition.fields));
  const loose = problems.filter((problem) => !known.has(fieldOf(problem) ?? ""));
  const setConfig = useCallback(
    (key: string, value: Json | undefined) => actions.setConfig(record.id, key, value),
    [actions, record.id],
  );
  const setConfigs = useCallback((values: JsonObject) => actions.setConfigs(record.id, values), [actions, record.id]);
  const asked = focus?.field?.split(/[.[]/, 1)[0] ?? plain[0]?.[0];
  const asksForAdvanced = focus !== null && advanced.some(([name]) => name === asked);
  const advancedHasProblem = advanced.some(([name]) => problems.some((problem) => fieldOf(problem) === name));
  const field = ([name, spec]: [string, FieldSpec]) => (
    <ConfigField
      key={`${record.id}:${name}`}
      name={name}
      spec={spec}
      config={{ ...defaults, ...record.config }}
      setConfig={setConfig}
      setConfigs={setConfigs}
      references={references}
      problems={problems.filter((problem) => fieldOf(problem) === name)}
      disabled={readOnly}
      focusNonce={focus !== null && asked === name ? focus.nonce : null}
    />
  );
  const more = moreOpen || asksForAdvanced || advancedHasProblem;
  return (
    <PreviewProvider value={preview}>
      <div className="flex flex-col">
        {definition.trigger === "webhook" && <WebhookAddresses record={record} />}
        {(plain.length > 0 || loose.length > 0) && (
          <section className="flex flex-col gap-[11px] border-line border-b p-3">
            {loose.map((problem) => (
              <p
                key={`${problem.code}${problem.message}`}
                className={cn(
                  "rounded-control px-2 py-1.5 text-small",
                  problem.severity === "error" ? "bg-fail-soft text-fail" : "bg-wait-soft text-wait",
                )}
              >
                {problem.message}
              </p>
            ))}
            {plain.map(field)}
          </section>
        )}
        {advanced.length > 0 && (
          <section className="flex flex-col gap-[11px] border-line border-b p-3">
            <button
              type="button"
              aria-expanded={more}
              onClick={() => setMoreOpen(!more)}
              className="flex items-center gap-1.5 text-left font-semibold text-small"
            >
              <ChevronRight
                aria-hidden
                className={cn("size-3.5 shrink-0 text-fg-3 transition-transform", more && "rotate-90")}
              />
              More
              {!more && (
                <span className="ml-auto truncate font-normal text-fg-3 text-micro">
                  {advanced.map(([, spec]) => spec.label).join(", ")}
                </span>
              )}
            </button>
            {more && advanced.map(field)}
          </section>
        )}
        {definition.trigger === undefined && <NodePolicySection record={record} definition={definition} />}
        {!alone && <InputSection record={record} />}
        {entries.length === 0 && definition.trigger !== undefined && (
          <p className="p-3 text-fg-3 text-small">There is nothing to set here.</p>
        )}
      </div>
    </PreviewProvider>
  );
}
