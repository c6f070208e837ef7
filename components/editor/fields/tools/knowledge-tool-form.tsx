import type { FieldSpec } from "#lib/nodes/define.ts";
import { baseField } from "#lib/nodes/knowledge-base-field.ts";
import type { ToolFormProps } from "./tool-form.tsx";

const count: FieldSpec = { widget: "number", label: "How many", help: "Passages at most, of each search." };

/** A base that the model searches with words of its own. */
export function KnowledgeToolForm({ tool, at, props, onChange }: ToolFormProps) {
  const fields = { base: baseField, count };
  return Object.entries(fields).map(([name, spec]) => (
    <props.Field
      key={name}
      name={name}
      spec={spec}
      config={{ count: 5, ...tool }}
      setConfig={(key, value) => onChange({ ...tool, [key]: value ?? "" })}
      setConfigs={(values) => onChange({ ...tool, ...values })}
      references={props.references}
      problems={props.problems?.filter(({ field }) => field === `tools.${at}.${name}`) ?? []}
      disabled={props.disabled}
      focusNonce={null}
    />
  ));
}
