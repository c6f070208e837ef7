import { lazy } from "react";
import type { ReferenceTextProps } from "../reference-text.tsx";

/** Beside the canvas, which does not wait for it. */
export const loadExpressionEditor = () => import("./expression-editor.tsx");

export const ExpressionEditor = lazy(() => loadExpressionEditor().catch(() => ({ default: PlainText })));

/** The text without chips and completion: where the server is away before they were loaded, it can still be changed. */
function PlainText({ id, value, onChange, label, describedBy, disabled, placeholder, rows = 1 }: ReferenceTextProps) {
  return (
    <textarea
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      className="min-w-0 flex-1 resize-none bg-transparent px-2 py-1.5 outline-none"
      rows={rows}
      value={value}
      placeholder={placeholder}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
