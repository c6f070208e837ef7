import { describe, expect, it } from "vitest";
import { type Start, startDetail, startLabel } from "./starts-on.ts";

const schedule = (when: { cron?: string; everyMs?: number }): Start => ({
  kind: "schedule",
  cron: when.cron ?? null,
  everyMs: when.everyMs ?? null,
  timezone: "Europe/Oslo",
  nextAt: null,
});

describe("startLabel", () => {
  it.each([
    [{ cron: "15 2 * * *" }, "02:15 daily"],
    [{ cron: "0 7 * * 1" }, "Mon 07:00"],
    [{ cron: "0 7 * * 7" }, "Sun 07:00"],
    [{ cron: "*/5 9-17 * * 1-5" }, "*/5 9-17 * * 1-5"],
    [{ cron: "@daily" }, "@daily"],
    [{ everyMs: 21_600_000 }, "every 6 h"],
    [{ everyMs: 90_000 }, "every 90 s"],
    [{ everyMs: 1_500 }, "every 1500 ms"],
  ])("says %j as %s", (when, text) => {
    expect(startLabel(schedule(when))).toBe(text);
  });

  it("names a webhook, and its address where there is room", () => {
    const start: Start = { kind: "webhook", methods: ["POST", "PUT"], path: "orders/:id" };
    expect(startLabel(start)).toBe("Webhook");
    expect(startDetail(start)).toBe("POST, PUT /api/webhooks/orders/:id");
  });
});
