"use client";

import { CircleAlert } from "lucide-react";
import { Label as LabelPrimitive } from "radix-ui";
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "#lib/utils.ts";

export function Label({ className, ...props }: ComponentProps<typeof LabelPrimitive.Root>) {
  return (
    <LabelPrimitive.Root
      data-slot="label"
      className={cn("flex min-h-4 items-center gap-1.5 font-medium text-fg-2 text-small", className)}
      {...props}
    />
  );
}

interface FieldIds {
  id: string;
  helpId: string;
  errorId: string;
  hasHelp: boolean;
  hasError: boolean;
}

const FieldContext = createContext<FieldIds | null>(null);

/** What the control inside a `Field` must carry so that label, help and error belong to it. */
export function useFieldControl(): { id?: string; "aria-describedby"?: string; "aria-invalid"?: true } {
  const field = useContext(FieldContext);
  if (!field) return {};
  const described = [field.hasError ? field.errorId : null, field.hasHelp ? field.helpId : null].filter(Boolean);
  return {
    id: field.id,
    ...(described.length > 0 ? { "aria-describedby": described.join(" ") } : {}),
    ...(field.hasError ? { "aria-invalid": true as const } : {}),
  };
}

type FieldProps = Omit<ComponentProps<"div">, "children"> & {
  label: ReactNode;
  /** Beside the label, quieter: "optional", "locked while live". */
  note?: ReactNode;
  help?: ReactNode;
  error?: ReactNode;
  /** The control gets its id and descriptions as props. */
  children: (control: ReturnType<typeof useFieldControl>) => ReactNode;
};

/** A labelled control with help and one error, tied together for screen readers. */
export function Field({ label, note, help, error, children, className, ...props }: FieldProps) {
  const id = useId();
  const ids: FieldIds = {
    id,
    helpId: `${id}-help`,
    errorId: `${id}-error`,
    hasHelp: help != null && help !== false,
    hasError: error != null && error !== false && error !== "",
  };
  return (
    <FieldContext.Provider value={ids}>
      <div data-slot="field" className={cn("flex min-w-0 flex-col gap-[5px]", className)} {...props}>
        <Label htmlFor={id}>
          {label}
          {note ? <span className="font-normal text-fg-3">{note}</span> : null}
        </Label>
        <FieldControl>{children}</FieldControl>
        {ids.hasError ? <FieldError id={ids.errorId}>{error}</FieldError> : null}
        {ids.hasHelp ? <FieldHelp id={ids.helpId}>{help}</FieldHelp> : null}
      </div>
    </FieldContext.Provider>
  );
}

function FieldControl({ children }: { children: FieldProps["children"] }) {
  return children(useFieldControl());
}

export function FieldHelp({ className, ...props }: ComponentProps<"p">) {
  return <p data-slot="field-help" className={cn("text-fg-3 text-micro leading-[15px]", className)} {...props} />;
}

export function FieldError({ className, children, ...props }: ComponentProps<"p">) {
  return (
    <p
      data-slot="field-error"
      role="alert"
      className={cn("flex items-start gap-1 text-fail text-micro leading-[15px]", className)}
      {...props}
    >
      <CircleAlert aria-hidden className="mt-[1.5px] size-3 shrink-0" strokeWidth={2.3} />
      <span>{children}</span>
    </p>
  );
}
