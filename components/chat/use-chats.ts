"use client";

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, readWithin } from "#components/shared/api.ts";
import type { Answer, Conversation, Turn } from "#lib/api/contracts/chat.ts";
import {
  createConversation,
  deleteConversation,
  getConversation,
  listChats,
  listConversations,
  retryMessage,
  sendMessage,
  stopAnswer,
  updateConversation,
} from "#lib/api/operations.ts";
import { newId } from "#lib/ids.ts";

const CONVERSATIONS_KEY = ["conversations"];
const conversationKey = (id: string) => ["conversation", id];
const TOGETHER_MS = 150;

export interface OpenConversation {
  conversation: Conversation;
  turns: Turn[];
}

export function useChats() {
  return useQuery({
    queryKey: ["chats"],
    queryFn: ({ signal }) => api.call(listChats, {}, { signal: readWithin(signal) }),
  });
}

export function useConversations(search: string) {
  return useInfiniteQuery({
    queryKey: [...CONVERSATIONS_KEY, search],
    queryFn: ({ pageParam, signal }) =>
      api.call(
        listConversations,
        { query: { ...(search && { search }), ...(pageParam && { cursor: pageParam }), limit: 50 } },
        { signal: readWithin(signal) },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useConversation(id: string) {
  return useQuery({
    queryKey: conversationKey(id),
    queryFn: ({ signal }) => api.call(getConversation, { params: { id } }, { signal: readWithin(signal) }),
    // Where the signal of a change is lost, an answer is found all the same.
    refetchInterval: ({ state }) => (lastAnswer(state.data?.turns)?.plan ? 5_000 : false),
  });
}

export function lastAnswer(turns: readonly Turn[] | undefined): Answer | undefined {
  return turns?.at(-1)?.answers.at(-1);
}

/** What another tab (or a run that ends) changes is read again. */
export function useChatChanges(): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource("/api/v1/events?topics=workspace");
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener("run.changed", () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: CONVERSATIONS_KEY });
        void client.invalidateQueries({ queryKey: ["conversation"] });
      }, TOGETHER_MS);
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client]);
}

/** Reads a conversation and the list again. */
export function useReadAgain(): (id: string) => Promise<void> {
  const client = useQueryClient();
  return async (id) => {
    void client.invalidateQueries({ queryKey: CONVERSATIONS_KEY });
    await client.invalidateQueries({ queryKey: conversationKey(id) });
  };
}

/** Asks, in a conversation or as the first thing in a new one; gives where it was asked. A try again is the same question. */
export function useAsk() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async ({
      to,
      text,
      key,
    }: {
      to: { id: string } | { workflowId: string };
      text: string;
      key: string;
    }) => {
      const options = { idempotencyKey: key };
      const id = "id" in to ? to.id : (await api.call(createConversation, { body: to }, options)).id;
      await api.call(sendMessage, { params: { id }, body: { text } }, options);
      await readAgain(id);
      return id;
    },
  });
}

/** Names one request: sent again, it happens once. */
export function newKey(): string {
  return newId("msg");
}

export function useRetry(id: string) {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async ({ turnId, key }: { turnId: string; key: string }) => {
      await api.call(retryMessage, { params: { id, messageId: turnId } }, { idempotencyKey: key });
      await readAgain(id);
    },
  });
}

export function useStop(id: string) {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async (answerId: string) => {
      await api.call(stopAnswer, { params: { id, messageId: answerId } });
      await readAgain(id);
    },
  });
}

export function useRenameConversation(onDone: () => void) {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async ({ id, title }: { id: string; title: string }) => {
      await api.call(updateConversation, { params: { id }, body: { title } });
      await readAgain(id);
    },
    onSuccess: onDone,
  });
}

export function useDeleteConversation(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.call(deleteConversation, { params: { id } }),
    onSuccess: (_, id) => {
      onDone();
      client.removeQueries({ queryKey: conversationKey(id) });
      void client.invalidateQueries({ queryKey: CONVERSATIONS_KEY });
    },
  });
}
