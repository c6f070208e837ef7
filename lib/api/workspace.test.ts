import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as ME } from "../../app/api/v1/me/route.ts";
import { GET as SCHEDULES } from "../../app/api/v1/schedules/route.ts";
import { PATCH } from "../../app/api/v1/workspace/route.ts";
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
