"use client";

import { useEffect, useState } from "react";
import type { Answer } from "#lib/api/contracts/chat.ts";

const words: Readonly<Record<Answer["state"], string>> = {
  unsent: "Your question was not sent.",
  running: "Your question was sent. The answer is being written.",
  waiting: "The answer waits for somebody, or for a time.",
  done: "The answer is there:",
  failed: "The workflow could not answer.",
  stopped: "The answer was stopped.",
};

/**
 * Tells those who listen how their answer comes along: that it is being written, and once, whole, when it is there. Word by word
 * nobody could follow. What was said before the page was opened is not told.
 */
export function AnswerVoice({ answer }: { answer: Answer | undefined }) {
  const state = answer?.state;
  const text = state === "done" ? (answer?.text ?? "") : "";
  const [first] = useState(() => answer && `${answer.id} ${answer.state}`);
  const [said, setSaid] = useState("");
  const name = answer && `${answer.id} ${answer.state}`;
  useEffect(() => {
    if (state !== undefined && name !== first) setSaid(`${words[state]} ${text}`);
  }, [state, name, first, text]);
  return (
    <div aria-live="polite" role="status" className="sr-only">
      {said}
    </div>
  );
}
