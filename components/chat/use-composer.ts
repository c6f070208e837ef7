"use client";

import { useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { newKey, useAsk } from "./use-chats.ts";

/** What is being written, and its way to the server: it leaves the field only once it is stored there. */
export function useComposer(to: { id: string } | { workflowId: string } | null, onAsked: (id: string) => void) {
  const [text, setText] = useState("");
  const [sending, setSending] = useState<{ text: string; key: string } | null>(null);
  const ask = useAsk();
  const send = (given: string = text) => {
    const wanted = given.trim();
    if (to === null || wanted === "") return;
    // Tried again as it was, it is the same question.
    const key = sending?.text === wanted && ask.isError ? sending.key : newKey();
    setSending({ text: wanted, key });
    setText("");
    ask.mutate(
      { to, text: wanted, key },
      {
        onSuccess: onAsked,
        onError: () => setText((now) => (now === "" ? wanted : now)),
      },
    );
  };
  return {
    text,
    setText,
    send,
    /** On its way, or stored and not read back yet. */
    sending: ask.isPending ? (sending?.text ?? null) : null,
    problem: ask.isError ? asProblem(ask.error).message : null,
  };
}
