import { useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { Popover, PopoverAnchor, PopoverContent } from "#components/ui/popover.tsx";
import { cn } from "#lib/utils.ts";
import type { Reference } from "./references.ts";
import { type Suggestion, suggestionsAt } from "./suggestions.ts";

interface ReferenceTextProps {
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
  "flex min-w-0 items-stretch rounded-control border border-input bg-surface transition-colors duration-[80ms] hover:border-fg-2 has-[textarea:focus-visible]:border-transparent has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:-outline-offset-1 has-[textarea:focus-visible]:outline-focus has-[textarea:read-only]:border-line-2 has-[textarea:read-only]:bg-sunken";

/**
 * A text that can refer to other nodes. Names are offered while one is typed: arrows choose, Enter or Tab takes, Escape
 * closes. In `bare` mode the whole text is an expression, marked fx.
 */
export function ReferenceText(props: ReferenceTextProps) {
  const { value, onChange, references, bare = false, mono = bare, rows = 1 } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const restore = useRef<number | null>(null);
  const suggestions = useMemo(
    () => (caret === null ? [] : suggestionsAt(value, caret, bare, references)),
    [caret, value, bare, references],
  );
  const open = suggestions.length > 0;
  const current = suggestions[Math.min(at, suggestions.length - 1)];

  useLayoutEffect(() => {
    if (restore.current === null || area.current === null) return;
    area.current.setSelectionRange(restore.current, restore.current);
    restore.current = null;
  });

  const take = (suggestion: Suggestion) => {
    const end = caret ?? value.length;
    onChange(value.slice(0, suggestion.start) + suggestion.insert + value.slice(end));
    restore.current = suggestion.start + suggestion.insert.length;
    setCaret(null);
    setAt(0);
  };

  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    if (!open || current === undefined) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((now) => (Math.min(now, suggestions.length - 1) + step + suggestions.length) % suggestions.length);
    } else if ((event.key === "Enter" && !event.metaKey && !event.ctrlKey) || event.key === "Tab") {
      event.preventDefault();
      take(current);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setCaret(null);
    }
  };

  return (
    <Popover open={open}>
      <PopoverAnchor asChild>
        <div
          className={cn(frame, props.invalid && "border-fail shadow-[inset_0_0_0_1px_var(--fail)]", props.className)}
        >
          {bare && (
            <span
              aria-hidden
              className="grid w-6 shrink-0 place-items-center border-line border-r font-medium font-mono text-[11px] text-primary-text italic"
            >
              fx
            </span>
          )}
          <textarea
            ref={area}
            id={props.id}
            aria-label={props.label}
            aria-describedby={props.describedBy}
            aria-invalid={props.invalid || undefined}
            aria-controls={open ? listId : undefined}
            aria-autocomplete="list"
            aria-activedescendant={open ? `${listId}-${Math.min(at, suggestions.length - 1)}` : undefined}
            value={value}
            rows={rows}
            spellCheck={false}
            autoComplete="off"
            placeholder={props.placeholder}
            readOnly={props.disabled}
            className={cn(
              "field-sizing-content max-h-64 w-full min-w-0 resize-none bg-transparent px-2 py-[5px] text-small leading-[18px] outline-none placeholder:text-fg-3 max-sm:text-[16px]",
              mono && "font-mono text-[11.5px] tracking-[-0.01em]",
            )}
            onChange={(event) => {
              onChange(event.target.value);
              setCaret(event.target.selectionStart);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            onClick={() => setCaret(null)}
            onBlur={() => setCaret(null)}
          />
        </div>
      </PopoverAnchor>
      <PopoverContent
        className="max-h-72 w-(--radix-popover-trigger-width) min-w-64 overflow-y-auto p-1"
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        <div role="listbox" id={listId} aria-label="Names that fit here">
          {suggestions.map((suggestion, i) => (
            <SuggestionRow
              key={suggestion.label}
              id={`${listId}-${i}`}
              suggestion={suggestion}
              on={suggestion === current}
              take={() => take(suggestion)}
            />
          ))}
        </div>
      </PopoverContent>
    </Popover>
  );
}

function SuggestionRow(props: { id: string; suggestion: Suggestion; on: boolean; take(): void }) {
  const { suggestion, on } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the focus and handles the keys of this list
    <div
      id={props.id}
      role="option"
      tabIndex={-1}
      aria-selected={on}
      className={cn("flex h-[26px] items-center gap-2 rounded-[5px] px-2 text-small hover:bg-hover", on && "bg-press")}
      // The text field must keep the focus, or the list would close before the click.
      onPointerDown={(event) => event.preventDefault()}
      onClick={props.take}
    >
      {suggestion.reference?.type !== undefined && (
        <NodeTile
          type={suggestion.reference.type}
          category={suggestion.reference.category}
          size="sm"
          className="size-4"
        />
      )}
      <span className="shrink-0 font-mono text-[11.5px] tracking-[-0.01em]">{suggestion.label}</span>
      <span className="ml-auto truncate text-fg-3 text-micro">{suggestion.detail}</span>
    </div>
  );
}
