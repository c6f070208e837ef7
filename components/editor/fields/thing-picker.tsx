import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import type { WidgetProps } from "./widget-props.ts";

const NONE = "none";

interface ThingPickerProps extends Pick<WidgetProps, "id" | "describedBy" | "invalid" | "disabled"> {
  /** What stands in the document; empty: nothing. */
  value: string;
  onChange(value: string): void;
  things: readonly { id: string; name: string; note: ReactNode }[];
  /** What is shown while the value is none of the things; null where it is one. */
  other: string | null;
  /** Why the value cannot be used, in a sentence. */
  problem: string | null;
  list: { isPending: boolean; isError: boolean; refetch(): unknown };
  /** "The credentials" */
  plural: string;
  onNew(): void;
  children?: ReactNode;
}

/** One of the workspace's things, or none, with a way to make one in place. */
export function ThingPicker(props: ThingPickerProps) {
  const { value, things, other, problem, list, disabled } = props;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-1.5">
        <Select
          value={value === "" ? NONE : value}
          onValueChange={(next) => props.onChange(next === NONE ? "" : next)}
          disabled={disabled}
        >
          <SelectTrigger
            id={props.id}
            aria-describedby={props.describedBy}
            aria-invalid={props.invalid || problem !== null || undefined}
            className="min-w-0 flex-1"
          >
            <SelectValue placeholder={list.isPending ? "Loading…" : "Choose"} />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={NONE}>None</SelectItem>
            {value !== "" && other !== null ? <SelectItem value={value}>{other}</SelectItem> : null}
            {things.map(({ id, name, note }) => (
              <SelectItem key={id} value={id}>
                {name} <span className="text-fg-3">{note}</span>
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <Button type="button" disabled={disabled} onClick={props.onNew}>
          <Plus aria-hidden className="size-4" />
          New
        </Button>
      </div>
      {props.children}
      {problem === null ? null : (
        <p role="alert" className="text-fail text-micro leading-[15px]">
          {problem}
        </p>
      )}
      {list.isError ? (
        <p role="alert" className="text-fail text-micro leading-[15px]">
          {props.plural} could not be loaded.{" "}
          <button type="button" className="underline" onClick={() => void list.refetch()}>
            Try again
          </button>
        </p>
      ) : null}
    </div>
  );
}
