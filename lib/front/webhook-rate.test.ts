import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { limits } from "../config/limits.ts";
import { newId } from "../ids.ts";
import { openWebhookDoors, type WebhookDoors } from "./testing/webhook-doors.ts";

let doors: WebhookDoors;
// Time stands still, so that nothing is given back meanwhile.
beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(async () => {
  await doors.close();
  vi.useRealTimers();
});

describe.each([0, 1])("through door %i", (door) => {
  const post = (path: string, headers: Record<string, string> = {}) =>
    doors.through(door, { path, headers, body: "{}" });

  describe("of an instance that sets no limit", () => {
    beforeEach(async () => {
      doors = await openWebhookDoors();
    });

    test("a webhook takes as many calls as come, one with a limit that many", async () => {
      const [open, limited] = [await doors.publish(), await doors.publish({ perMinute: 2 })];
      for (let i = 0; i < 2; i++) expect((await post(limited.path)).status).toBe(201);
      const refused = await post(limited.path);
      expect(refused.status).toBe(429);
      expect(refused.headers.get("content-type")).toBe("application/problem+json");
      expect(refused.headers.get("retry-after")).toBe("30");
      expect(JSON.parse(refused.text)).toMatchObject({ code: "rate_limited" });
      for (let i = 0; i < 50; i++) expect((await post(open.path)).status).toBe(201);
    });

    test("who guesses is not listened to for a while, others from elsewhere are", async () => {
      const credential = await doors.credential("bearer", { token: "the right token" });
      const { path } = await doors.publish({ auth: { kind: "bearer", credential }, perMinute: 5 });
      const from = (address: string, token: string) => ({
        "x-forwarded-for": address,
        authorization: `Bearer ${token}`,
      });
      for (let i = 0; i < limits.guessesPerMinute; i++)
        expect((await post(path, from("203.0.113.7", newId("key")))).status).toBe(401);
      const refused = await post(path, from("203.0.113.7", "wrong"));
      expect(refused.status).toBe(429);
      expect(refused.headers.get("retry-after")).toBe("1");
      // What was guessed wrongly has taken nothing from who may call.
      for (let i = 0; i < 5; i++) expect((await post(path, from("203.0.113.8", "the right token"))).status).toBe(201);
      expect((await post(path, from("203.0.113.8", "the right token"))).status).toBe(429);
    });
  });

  test("the instance's own limit holds where a trigger sets none", async () => {
    doors = await openWebhookDoors({ HEDDLE_WEBHOOKS_PER_MINUTE: "3" });
    const [plain, own] = [await doors.publish(), await doors.publish({ perMinute: 4 })];
    for (let i = 0; i < 3; i++) expect((await post(plain.path)).status).toBe(201);
    expect((await post(plain.path)).status).toBe(429);
    for (let i = 0; i < 4; i++) expect((await post(own.path)).status).toBe(201);
    expect((await post(own.path)).status).toBe(429);
  });
});
