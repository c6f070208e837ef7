"use client";

import { ArrowUp, Square } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { limits } from "#lib/config/limits.ts";

interface ComposerProps {
  text: string;
  onChange(text: string): void;
  onSend(): void;
  /** It is on its way: nothing more can be sent. */
  isSending: boolean;
  /** An answer under way; null where there is none. */
  answering: { words: string; stop(): void; isStopping: boolean } | null;
  /** Why nothing can be asked, in words; null where it can. */
  closed: string | null;
  /** What went wrong with the last try; the text is still there. */
  problem: string | null;
}

/** Where one asks. Enter sends, Shift and Enter begin a line. */
export function Composer({ text, onChange, onSend, isSending, answering, closed, problem }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const helpId = useId();
  useEffect(() => {
    // A keyboard that covers half of a phone is not what one has come for.
    if (window.matchMedia("(min-width: 900px)").matches) field.current?.focus();
  }, []);
  const maySend = closed === null && !answering && !isSending && text.trim() !== "";
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (maySend) onSend();
  };
  return (
    <form
      className="mx-auto w-full max-w-[640px] shrink-0 px-6 pt-3 pb-4 max-md:px-3 max-md:pt-2 max-md:pb-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (maySend) onSend();
      }}
    >
      {problem === null ? null : (
        <p role="alert" className="mb-2 rounded-control bg-fail-soft px-3 py-2 text-fail text-small">
          {problem} What you wrote is still here.
        </p>
      )}
      <div className="rounded-card border border-line-control bg-surface focus-within:border-focus focus-within:ring-1 focus-within:ring-focus">
        <textarea
          ref={field}
          rows={1}
          value={text}
          disabled={closed !== null}
          maxLength={limits.chatMessageCharacters}
          aria-label="Your question"
          aria-describedby={helpId}
          placeholder={closed ?? "Ask, or add something"}
          className="field-sizing-content max-h-[40dvh] min-h-10 w-full resize-none bg-transparent px-3 pt-2.5 pb-1 text-prose outline-none placeholder:text-fg-3 disabled:cursor-not-allowed"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="flex items-center gap-1.5 px-1.5 pb-1.5">
          <span id={helpId} className="sr-only">
            Enter sends, Shift and Enter begin a new line.
          </span>
          <span className="ml-auto" />
          {answering ? (
            <>
              <span className="mr-1.5 flex items-center gap-1.5 text-micro text-run tabular-nums">
                <Spinner className="size-3" />
                {answering.words}
              </span>
              <Button size="sm" className="max-md:h-10" busy={answering.isStopping} onClick={answering.stop}>
                <Square aria-hidden className="size-3.5" />
                Stop
              </Button>
            </>
          ) : (
            <Button
              type="submit"
              variant="primary"
              size="sm"
              className="max-md:h-10"
              busy={isSending}
              disabled={!maySend && !isSending}
            >
              <ArrowUp aria-hidden className="size-3.5" />
              Send
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}
