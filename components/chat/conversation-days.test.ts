import { expect, test } from "vitest";
import type { Conversation } from "#lib/api/contracts/chat.ts";
import { byDay } from "./conversation-days.ts";

const at = (date: Date): Conversation => ({
  id: date.toISOString(),
  title: "",
  workflowId: null,
  chatTitle: null,
  isOpen: true,
  createdAt: "",
  updatedAt: date.toISOString(),
});

test("days are the reader's, and only those there are", () => {
  const now = new Date(2026, 10, 30, 0, 30);
  const dates = [new Date(2026, 10, 30, 0, 10), new Date(2026, 10, 29, 23, 50), new Date(2026, 10, 28, 23, 59)];
  const days = byDay(dates.map(at), now);
  expect(days.map(({ title, items }) => [title, items.length])).toEqual([
    ["Today", 1],
    ["Yesterday", 1],
    ["Earlier", 1],
  ]);
  expect(byDay([at(new Date(2026, 0, 1))], now).map(({ title }) => title)).toEqual(["Earlier"]);
  expect(byDay([], now)).toEqual([]);
});
