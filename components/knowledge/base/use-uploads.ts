"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { sendForm } from "#components/shared/send-form.ts";
import { uploadKnowledgeDocuments } from "#lib/api/operations.ts";
import { limits } from "#lib/config/limits.ts";
import { useReadAgain } from "./use-documents.ts";

/** A file on its way to the server, or one that did not get there. What has arrived is a document and stands in their list. */
export interface Upload {
  key: number;
  file: File;
  state: "waiting" | "sending" | "failed" | "there";
  /** Of it that has left, from 0 to 1. */
  share: number;
  /** Why it failed, in words. */
  problem: string | null;
  /** The document whose content it has. */
  document: { id: string; name: string } | null;
  /** Sending it again would come to the same. */
  isHopeless: boolean;
}

const AT_ONCE = 3;
const MIB = 1024 * 1024;

export interface Uploads {
  uploads: readonly Upload[];
  add(files: readonly File[]): void;
  retry(key: number): void;
  /** Stops it, or takes it from the list. */
  drop(key: number): void;
}

/** Sends files to a base, each in a form of its own so that each has its own answer, a few at a time. */
export function useUploads(baseId: string): Uploads {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<number, AbortController>());
  const lastKey = useRef(0);
  const readAgain = useReadAgain(baseId);
  const change = useCallback(
    (key: number, to: Partial<Upload>) =>
      setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...to } : upload))),
    [],
  );
  const remove = useCallback((key: number) => setUploads((all) => all.filter((upload) => upload.key !== key)), []);

  async function send({ key, file }: Upload): Promise<void> {
    const stop = new AbortController();
    running.current.set(key, stop);
    change(key, { state: "sending", share: 0, problem: null });
    const form = new FormData();
    form.append("file", file);
    try {
      const { items } = await sendForm(uploadKnowledgeDocuments, { params: { id: baseId } }, form, {
        signal: stop.signal,
        onProgress: (sent, all) => change(key, { share: all === 0 ? 1 : sent / all }),
      });
      const [document] = items;
      await readAgain();
      if (document && !document.added) change(key, { state: "there", document });
      else remove(key);
    } catch (error) {
      if (!stop.signal.aborted) change(key, { state: "failed", problem: asProblem(error).message });
    } finally {
      running.current.delete(key);
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever waits begins when the list changes
  useEffect(() => {
    for (const upload of uploads) {
      if (running.current.size >= AT_ONCE) return;
      if (upload.state === "waiting" && !running.current.has(upload.key)) void send(upload);
    }
  }, [uploads]);
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const stop of all.values()) stop.abort();
    };
  }, []);

  return {
    uploads,
    add: (files) => {
      const added = files.map((file): Upload => {
        lastKey.current += 1;
        const problem = problemOf(file);
        const state = problem === null ? "waiting" : "failed";
        return { key: lastKey.current, file, state, share: 0, problem, document: null, isHopeless: problem !== null };
      });
      setUploads((all) => [...all, ...added]);
    },
    retry: (key) => change(key, { state: "waiting", problem: null }),
    drop: (key) => {
      running.current.get(key)?.abort();
      remove(key);
    },
  };
}

/** What is known to be refused is not sent first. */
function problemOf({ size }: File): string | null {
  if (size <= limits.documentFileBytes) return null;
  return `${Math.round(size / MIB)} MiB, and a document has ${limits.documentFileBytes / MIB} MiB at most. Split it into parts.`;
}
