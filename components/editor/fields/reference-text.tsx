import "./expression-editor/expression-editor.css";
import { Suspense } from "react";
import { cn } from "#lib/utils.ts";
import { ExpressionEditor } from "./expression-editor/lazy-expression-editor.tsx";
import type { Reference } from "./references.ts";

export interface ReferenceTextProps {
  id?: string;
  value: string;
  onChange(value: string): void;
  references: readonly Reference[];
  /** The text is an expression itself, without braces around it. */
  bare?: boolean;
  mono?: boolean;
  rows?: number;
  placeholder?: string;
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string;
  label?: string;
  className?: string;
}

const frame =
  "expression-field flex min-w-0 items-stretch rounded-control border border-input bg-surface transition-colors duration-[80ms] hover:border-fg-2 has-[:focus-visible]:border-transparent has-[:focus-visible]:outline-2 has-[:focus-visible]:-outline-offset-1 has-[:focus-visible]:outline-focus data-[disabled]:border-line-2 data-[disabled]:bg-sunken";

/**
 * A text that can refer to other nodes. References are chips, names are offered while one is typed: arrows choose, Enter
 * or Tab takes, Escape closes. In `bare` mode the whole text is an expression, marked fx.
 */
export function ReferenceText(props: ReferenceTextProps) {
  const { bare = false, mono = bare, rows = 1 } = props;
  return (
    <div
      className={cn(frame, props.invalid && "border-fail shadow-[inset_0_0_0_1px_var(--fail)]", props.className)}
      data-disabled={props.disabled || undefined}
      data-mono={mono || undefined}
      style={{ "--rows": rows } as React.CSSProperties}
    >
      {bare && (
        <span
          aria-hidden
          className="grid w-6 shrink-0 place-items-center border-line border-r font-medium font-mono text-[11px] text-primary-text italic"
        >
          fx
        </span>
      )}
      <Suspense fallback={<Waiting value={props.value} />}>
        <ExpressionEditor {...props} />
      </Suspense>
    </div>
  );
}

/** The text in its place, for the moment that the editor takes to load. */
function Waiting({ value }: { value: string }) {
  return <span className="cm-content min-w-0 flex-1 truncate text-fg-2">{value || "\u200b"}</span>;
}
