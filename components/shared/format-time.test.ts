import { describe, expect, it } from "vitest";
import { formatRelative } from "./format-time.ts";

const now = new Date("2026-11-25T12:00:00Z");

describe("formatRelative", () => {
  it.each([
    ["2026-11-25T11:59:40Z", "just now"],
    ["2026-11-25T11:55:00Z", "5 min ago"],
    ["2026-11-25T09:10:00Z", "2 h ago"],
    ["2026-11-24T09:00:00Z", "1 day ago"],
    ["2026-11-22T09:00:00Z", "3 days ago"],
    ["2026-11-25T12:00:20Z", "in under a minute"],
    ["2026-11-25T14:00:00Z", "in 2 h"],
    ["2026-11-10T12:00:00Z", "10 Nov"],
    ["2025-11-10T12:00:00Z", "10 Nov 2025"],
  ])("says %s as %s", (at, text) => {
    expect(formatRelative(new Date(at), now)).toBe(text);
  });
});
