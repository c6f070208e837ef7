import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as getOpenApi } from "../../app/api/v1/openapi.json/route.ts";
import { GET as getVariables } from "../../app/api/v1/variables/route.ts";
import { limits } from "../config/limits.ts";
import { streamRoute } from "../front/web-events.ts";
import {
  ask,
  makeWorkspace,
  nobody,
  ORIGIN,
  startTestApi,
  type TestApi,
  type TestWorkspace,
} from "./testing/test-api.ts";

let api: TestApi;
let workspace: TestWorkspace;

async function start(perMinute: number): Promise<void> {
  api = await startTestApi({ HEDDLE_API_PER_MINUTE: String(perMinute) });
  workspace = await makeWorkspace(api, "brightwater");
}
// Time stands still, so that nothing is given back meanwhile.
beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(async () => {
  await api.close();
  vi.useRealTimers();
});

const list = (headers: Record<string, string>) =>
  ask(getVariables, { method: "GET", path: "/api/v1/variables", headers });
const openStream = (headers: Record<string, string>) =>
  streamRoute(new Request(`${ORIGIN}/api/v1/events?topics=workspace`, { headers }));

describe("three requests a minute", () => {
  beforeEach(() => start(3));

  test("a person who asks too often is told so, and when to come again", async () => {
    const headers = await workspace.member("editor");
    for (let i = 0; i < 3; i++) expect((await list(headers)).status).toBe(200);
    const refused = await list(headers);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(refused.headers.get("retry-after")).toBe("20");
    expect(await refused.json()).toMatchObject({
      status: 429,
      code: "rate_limited",
      title: "Too many requests",
      detail: expect.stringMatching(/^Too many requests\. Try again in \d+ s\.$/),
    });
  });

  test("people and keys count for themselves, a person over all sessions", async () => {
    const owner = await workspace.member("owner");
    for (let i = 0; i < 3; i++) expect((await list(owner)).status).toBe(200);
    const again = await workspace.member("owner");
    expect(again.cookie).not.toBe(owner.cookie);
    expect((await list(again)).status).toBe(429);
    expect((await list(await workspace.member("editor"))).status).toBe(200);
    const [one, other] = [await workspace.key("*"), await workspace.key("*")];
    for (let i = 0; i < 3; i++) expect((await list(one)).status).toBe(200);
    expect((await list(one)).status).toBe(429);
    expect((await list(other)).status).toBe(200);
  });

  test("event streams count beside requests, twice as many", async () => {
    const headers = await workspace.key("*");
    for (let i = 0; i < 6; i++) {
      const opened = await openStream(headers);
      expect(opened.status).toBe(200);
      await opened.body?.cancel();
    }
    const refused = await openStream(headers);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect((await list(headers)).status).toBe(200);
  });

  test("who does not say who they are counts by address, at every door together", async () => {
    const from = (address: string) => ({ "x-forwarded-for": address });
    const wrong = { authorization: "Bearer hk_nobodynobodynobodynobody" };
    const openApi = (headers: Record<string, string>) =>
      ask(getOpenApi, { method: "GET", path: "/api/v1/openapi.json", headers });
    expect((await openApi(from("203.0.113.7"))).status).toBe(200);
    expect((await list({ ...wrong, ...from("203.0.113.7") })).status).toBe(401);
    expect((await openStream(from("203.0.113.7"))).status).toBe(401);
    for (let i = 3; i < limits.anonymousPerMinute; i++) await list({ ...nobody, ...from("203.0.113.7") });
    expect((await list(from("203.0.113.7"))).status).toBe(429);
    expect((await openApi(from("203.0.113.7"))).status).toBe(429);
    expect((await openStream(from("203.0.113.7"))).status).toBe(429);
    expect((await openApi(from("203.0.113.8"))).status).toBe(200);
    // Who says so is not kept out by what others do from the same office.
    expect((await list({ ...(await workspace.key("*")), ...from("203.0.113.7") })).status).toBe(200);
  });
});

test("0 switches it off", async () => {
  await start(0);
  const headers = await workspace.key("*");
  for (let i = 0; i < 20; i++) expect((await list(headers)).status).toBe(200);
  for (let i = 0; i <= limits.anonymousPerMinute; i++) expect((await list(nobody)).status).toBe(401);
});
