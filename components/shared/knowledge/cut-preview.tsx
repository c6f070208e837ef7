"use client";

import { useMutation } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { sendForm } from "#components/shared/send-form.ts";
import { Button } from "#components/ui/button.tsx";
import { FieldError, Label } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { readKnowledgeText } from "#lib/api/operations.ts";
import type { BaseSettings } from "#lib/rag/base-settings.ts";
import { baseSettingsSchema } from "#lib/rag/base-settings.ts";
import { chunkText } from "#lib/rag/chunking/chunk-text.ts";
import type { ParsedText } from "#lib/rag/parsed-text.ts";
import { parseMarkdown } from "#lib/rag/parsing/markdown.ts";
import { sampleText } from "./sample-text.ts";

const MOST_SHOWN = 60;

/** How these settings cut a text: one that is pasted, or that of a file, as it would be read. */
export function CutPreview({ settings }: { settings: BaseSettings }) {
  const [pasted, setPasted] = useState(sampleText);
  const input = useRef<HTMLInputElement>(null);
  const read = useReadFile();
  const parsed = useMemo((): ParsedText => read.data ?? parseMarkdown(pasted), [read.data, pasted]);
  const isSound = baseSettingsSchema.safeParse(settings).success;
  const { size, overlap, sectionSize } = settings;
  const chunks = useMemo(
    () => (isSound ? chunkText(parsed, { size, overlap, sectionSize }).chunks : []),
    [isSound, parsed, size, overlap, sectionSize],
  );
  return (
    <section aria-label="Try it" className="flex min-h-0 min-w-0 flex-col gap-2">
      <div className="flex min-h-control items-center gap-2">
        <Label htmlFor="cut-text" className="mr-auto">
          Try it on a text
        </Label>
        <input
          ref={input}
          type="file"
          className="hidden"
          aria-label="File to try it on"
          tabIndex={-1}
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) read.mutate(file);
            target.value = "";
          }}
        />
        <Button size="sm" busy={read.isPending} onClick={() => input.current?.click()}>
          <FileUp aria-hidden className="size-3.5" />
          Choose a file
        </Button>
      </div>
      {read.data ? (
        <p className="flex items-center gap-2 rounded-control border border-line-2 bg-sunken px-2 py-1 text-small">
          <span className="min-w-0 truncate font-medium">{read.data.name}</span>
          <span className="whitespace-nowrap text-fg-3">{read.data.characters.toLocaleString("en-US")} characters</span>
          <Button size="sm" variant="ghost" className="ml-auto" onClick={() => read.reset()}>
            Use a pasted text
          </Button>
        </p>
      ) : (
        <Textarea
          id="cut-text"
          rows={6}
          value={pasted}
          onChange={({ target }) => setPasted(target.value)}
          className="field-sizing-fixed resize-y text-small"
        />
      )}
      {read.error ? <FieldError>{asProblem(read.error).message}</FieldError> : null}
      <p className="text-fg-3 text-micro" role="status">
        {isSound ? countWords(chunks.length, read.data) : "These numbers do not fit together."}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard */}
      <ol aria-label="Passages" tabIndex={0} className="flex min-h-24 flex-1 flex-col gap-1.5 overflow-y-auto">
        {chunks.slice(0, MOST_SHOWN).map((chunk, index) => (
          <li key={chunk.own} className="rounded-control border border-line bg-surface px-2 py-1.5 text-small">
            <span className="flex gap-1.5 text-fg-3 text-micro">
              <b className="font-mono">{index + 1}</b>
              {chunk.pages ? `page ${chunk.pages.from} · ` : ""}
              {chunk.tokens} tokens
              {chunk.headings.length > 0 ? (
                <span className="min-w-0 truncate">· under “{chunk.headings.join(" › ")}”</span>
              ) : null}
            </span>
            <span className="line-clamp-4 whitespace-pre-line break-words text-fg-2">
              {chunk.own > chunk.from ? (
                <span className="border-line-control border-l-2 pl-1 text-fg-3" title="Shared with the passage before">
                  {parsed.text.slice(chunk.from, chunk.own)}
                </span>
              ) : null}
              {parsed.text.slice(chunk.own, chunk.to).trim()}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function countWords(count: number, file: { text: string; characters: number } | undefined): string {
  const passages = `${count.toLocaleString("en-US")} ${count === 1 ? "passage" : "passages"}`;
  const shown = count > MOST_SHOWN ? `, the first ${MOST_SHOWN} of them below` : "";
  const isCut = file !== undefined && file.characters > file.text.length;
  return isCut
    ? `${passages} in the first ${file.text.length.toLocaleString("en-US")} characters${shown}`
    : passages + shown;
}

function useReadFile() {
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append("file", file);
      return sendForm(readKnowledgeText, {}, form);
    },
  });
}
