"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Keys } from "#components/ui/kbd.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { searchKnowledge } from "#lib/api/operations.ts";
import type { searchModes } from "#lib/rag/retrieval/search-options.ts";
import { Hit } from "./hit.tsx";
import { RankFigure } from "./rank-figure.tsx";
import { type Rerank, RerankButton } from "./rerank-button.tsx";
import { type Found, timeWords } from "./stages-of.ts";

type Mode = (typeof searchModes)[number];
const modes = [
  { value: "hybrid", label: "Hybrid", hint: "By meaning and by words" },
  { value: "vector", label: "Meaning", hint: "The nearest in meaning" },
  { value: "keyword", label: "Words", hint: "Those that hold its words" },
] as const;
const counts = [3, 6, 10, 20] as const;

interface Props {
  base: KnowledgeBase;
  /** It may cost a call of a model, which those who may only look do not spend. */
  mayRerank: boolean;
  open(document: string, passage: number): void;
}

/** Asks the base as a workflow would, and shows how each stage came to its answer. */
export function QuestionColumn({ base, mayRerank, open }: Props) {
  const [question, setQuestion] = useState("");
  const [mode, setMode] = useState<Mode>("hybrid");
  const [count, setCount] = useState<number>(6);
  const [rerank, setRerank] = useState<Rerank | null>(null);
  const search = useMutation({
    mutationFn: async (asked: { query: string; mode: Mode; count: number; rerank: Rerank | null }) => ({
      asked: asked.query,
      found: await api.call(searchKnowledge, { params: { id: base.id }, body: asked }),
    }),
  });
  const query = question.trim();
  const ask = () => query !== "" && !search.isPending && search.mutate({ query, mode, count, rerank });
  return (
    <>
      <header className="flex h-9 shrink-0 items-center gap-3 border-line border-b px-3 max-sm:h-12">
        <h2 className="mr-auto whitespace-nowrap font-medium text-small tracking-normal">Try a question</h2>
        <span role="status" className="truncate text-fg-3 text-micro">
          {search.data && !search.isPending ? timeWords(search.data.found.ms) : null}
        </span>
      </header>
      <form
        className="flex shrink-0 flex-col gap-2 border-line border-b p-3"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <Textarea
          aria-label="Question"
          rows={2}
          maxLength={8_000}
          placeholder="What would somebody ask?"
          value={question}
          onChange={({ target }) => setQuestion(target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            ask();
          }}
          className="max-h-40 min-h-12"
        />
        <div className="flex flex-wrap items-center gap-2">
          <Select value={mode} onValueChange={(next) => setMode(next as Mode)}>
            <SelectTrigger aria-label="Search" className="h-control-sm w-auto max-sm:h-10">
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {modes.map(({ value, label, hint }) => (
                <SelectItem key={value} value={value} hint={hint}>
                  {label}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
          <Select value={String(count)} onValueChange={(next) => setCount(Number(next))}>
            <SelectTrigger aria-label="How many passages" className="h-control-sm w-auto max-sm:h-10">
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {counts.map((most) => (
                <SelectItem key={most} value={String(most)}>
                  Best {most}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
          {mayRerank ? <RerankButton value={rerank} onChange={setRerank} /> : null}
          <Button type="submit" size="sm" variant="primary" className="ml-auto" busy={search.isPending}>
            Search
            <Keys keys={["↵"]} className="max-sm:hidden" />
          </Button>
        </div>
      </form>
      <div className="min-h-0 flex-1 overflow-y-auto" aria-busy={search.isPending}>
        {search.isError ? (
          <ErrorState
            className="m-3"
            title="Nothing could be looked for"
            meaning={asProblem(search.error).message}
            action={<Button onClick={ask}>Try again</Button>}
          />
        ) : null}
        {search.isPending && !search.data ? <ResultSkeleton /> : null}
        {search.data ? (
          <Results key={search.submittedAt} question={search.data.asked} found={search.data.found} open={open} />
        ) : search.isIdle ? (
          <p className="p-4 text-fg-3 text-small">
            {base.chunks === 0
              ? "Once a document is in, a question finds the passages that answer it."
              : "See which passages a workflow would get for a question, and why they stand in this order."}
          </p>
        ) : null}
      </div>
    </>
  );
}

function Results(props: { question: string; found: Found; open: Props["open"] }) {
  return (
    <>
      {props.found.notes.map((note) => (
        <p key={note} role="alert" className="border-line border-b bg-wait-soft px-4 py-2 text-small text-wait">
          {note}
        </p>
      ))}
      <Passages {...props} />
    </>
  );
}

function Passages({ question, found, open }: { question: string; found: Found; open: Props["open"] }) {
  const [hot, setHot] = useState(0);
  if (found.results.length === 0) {
    return (
      <p className="p-4 text-fg-2 text-small">
        Nothing fits. Ask with other words, or search by meaning; a document that is still being worked on is not
        searched yet.
      </p>
    );
  }
  return (
    <>
      <RankFigure found={found} hot={hot} />
      <ol aria-label="Passages found">
        {found.results.map((result, at) => (
          <Hit
            key={result.id}
            found={found}
            result={result}
            question={question}
            place={at + 1}
            isHot={at === hot}
            heat={() => setHot(at)}
            open={() => open(result.document.id, result.number + 1)}
          />
        ))}
      </ol>
    </>
  );
}

function ResultSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3 p-4">
      <span className="sr-only">Searching</span>
      <Skeleton className="h-28" />
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
    </div>
  );
}
