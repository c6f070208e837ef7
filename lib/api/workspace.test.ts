import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as ME } from "../../app/api/v1/me/route.ts";
import { GET as SCHEDULES } from "../../app/api/v1/schedules/route.ts";
import { GET, PATCH } from "../../app/api/v1/workspace/route.ts";
import { makeVersion } from "./testing/objects.ts";
import {
  ask,
  type Credentials,
  makeWorkspace,
  startTestApi,
  type TestApi,
  type TestWorkspace,
} from "./testing/test-api.ts";

let api: TestApi;
let home: TestWorkspace;
let owner: Credentials;
beforeAll(async () => {
  api = await startTestApi();
  home = await makeWorkspace(api, "home");
  owner = await home.member("owner");
});
afterAll(() => api.close());

const change = (body: unknown, headers = owner) =>
  ask(PATCH, { method: "PATCH", path: "/api/v1/workspace", body, headers });
const workspaceNow = async (headers = owner) =>
  (await (await ask(ME, { method: "GET", path: "/api/v1/me", headers })).json()).workspace;

test("changes what is given, and nothing else", async () => {
  const before = await workspaceNow();
  expect((await change({ name: "Weaving mill" })).status).toBe(204);
  expect(await workspaceNow()).toEqual({ ...before, name: "Weaving mill" });
  expect((await change({ timezone: "Asia/Kathmandu" })).status).toBe(204);
  expect(await workspaceNow()).toEqual({ ...before, name: "Weaving mill", timezone: "Asia/Kathmandu" });
  expect((await change({})).status).toBe(204);
});

test("refuses what is no time zone, and whoever is no admin", async () => {
  const refused = await change({ timezone: "Mars/Olympus" });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("This is not a time zone");
  const editor = await home.member("editor");
  expect((await change({ name: "Mine" }, editor)).status).toBe(403);
  expect((await workspaceNow()).name).toBe("Weaving mill");
});

test("leaves every other workspace as it is", async () => {
  const other = await makeWorkspace(api, "other");
  const stranger = await other.member("owner");
  const before = await workspaceNow(stranger);
  await change({ name: "Only here" });
  expect(await workspaceNow(stranger)).toEqual(before);
  expect((await workspaceNow()).name).toBe("Only here");
});

test("a schedule without a zone of its own is published in the workspace's", async () => {
  await change({ timezone: "Asia/Kathmandu" });
  await makeVersion(api, home, {
    schemaVersion: 1,
    nodes: [{ id: "n_clock", key: "clock", type: "trigger.schedule", version: 1, config: { cron: "0 9 * * *" } }],
    edges: [],
  });
  const { items } = await (await ask(SCHEDULES, { method: "GET", path: "/api/v1/schedules", headers: owner })).json();
  expect(items).toMatchObject([{ timezone: "Asia/Kathmandu" }]);
  expect(items[0].nextAt).toMatch(/T03:15:00/);
});

test("keeps how long runs stay and which hosts may be called, each host in one way", async () => {
  const settings = async () =>
    await (await ask(GET, { method: "GET", path: "/api/v1/workspace", headers: owner })).json();
  expect(await settings()).toMatchObject({ retentionDays: 30, outboundAllow: [], outboundDeny: [] });
  const changes = {
    retentionDays: 7,
    outboundAllow: ["Example.COM", "*.weaving.example:8443"],
    outboundDeny: ["Bücher.de"],
  };
  expect((await change(changes)).status).toBe(204);
  expect(await settings()).toMatchObject({
    retentionDays: 7,
    outboundAllow: ["example.com", "*.weaving.example:8443"],
    outboundDeny: ["xn--bcher-kva.de"],
  });
  for (const retentionDays of [0, 1.5, 3_651, -1, null]) expect((await change({ retentionDays })).status).toBe(422);
  const refused = await change({ outboundDeny: ["fine.example", "https://example.com/path"] });
  expect(refused.status).toBe(422);
  expect((await refused.json()).errors).toMatchObject([{ path: "outboundDeny.1" }]);
  expect(await settings()).toMatchObject({ retentionDays: 7, outboundDeny: ["xn--bcher-kva.de"] });
});

test("what a workspace may not call is not called for it, and for nobody else is it refused", async () => {
  const reasonFor = async (workspaceId: string) => {
    const request = { method: "GET", url: "http://blocked.invalid/", headers: {} };
    const error = await api.host.gate.fetch(request, AbortSignal.timeout(10_000), workspaceId).catch((e: unknown) => e);
    return (error as { details?: { reason?: string } }).details?.reason;
  };
  const other = await makeWorkspace(api, "unlisted");
  await change({ outboundAllow: [], outboundDeny: ["blocked.invalid"] });
  await expect.poll(() => reasonFor(home.id), { timeout: 5_000 }).toBe("host_denied");
  expect(await reasonFor(other.id)).not.toBe("host_denied");
});
