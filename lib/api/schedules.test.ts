import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as SCHEDULES } from "../../app/api/v1/schedules/route.ts";
import { PUT as SAVE } from "../../app/api/v1/workflows/[id]/document/route.ts";
import { POST as PAUSE } from "../../app/api/v1/workflows/[id]/pause/route.ts";
import { POST as PUBLISH } from "../../app/api/v1/workflows/[id]/publish/route.ts";
import { POST as RESUME } from "../../app/api/v1/workflows/[id]/resume/route.ts";
import { DELETE } from "../../app/api/v1/workflows/[id]/route.ts";
import { POST as UNPUBLISH } from "../../app/api/v1/workflows/[id]/unpublish/route.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import type { RouteHandler } from "./route.ts";
import { smallDocument } from "./testing/documents.ts";
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

const hourly: WorkflowDocument = {
  schemaVersion: 1,
  nodes: [
    {
      id: "n_clock",
      key: "clock",
      type: "trigger.schedule",
      version: 1,
      config: { cron: "0 9 * * 1-5", timezone: "Europe/Oslo" },
    },
  ],
  edges: [],
};

async function act(handler: RouteHandler, method: string, id: string): Promise<number> {
  return (await ask(handler, { method, path: "/api/v1/x", params: { id }, headers: owner })).status;
}

/** What is listed of this workflow. */
async function listed(workflowId: string) {
  const response = await ask(SCHEDULES, { method: "GET", path: "/api/v1/schedules", headers: owner });
  const { items } = (await response.json()) as { items: { workflowId: string; nextAt: string | null }[] };
  return items.filter((item) => item.workflowId === workflowId);
}

test("lists what is published with its next time; a pause keeps it in the list without one", async () => {
  const { workflowId: id } = await makeVersion(api, home, hourly);
  const [live] = await listed(id);
  expect(live).toMatchObject({
    cron: "0 9 * * 1-5",
    timezone: "Europe/Oslo",
    paused: false,
    active: true,
    healthy: true,
  });
  expect(Date.parse(live?.nextAt ?? "")).toBeGreaterThan(Date.now());

  expect(await act(PAUSE, "POST", id)).toBe(200);
  expect(await listed(id)).toMatchObject([{ paused: true, active: false, nextAt: null, healthy: true }]);
  expect(await act(RESUME, "POST", id)).toBe(200);
  expect(await listed(id)).toMatchObject([{ paused: false, nextAt: live?.nextAt }]);
});

test("does not list what is not published any more, nor what lies in the bin", async () => {
  const { workflowId: unpublished } = await makeVersion(api, home, hourly);
  const { workflowId: deleted } = await makeVersion(api, home, hourly);
  expect(await listed(unpublished)).toHaveLength(1);
  expect(await listed(deleted)).toHaveLength(1);
  expect(await act(PAUSE, "POST", deleted)).toBe(200);
  await act(UNPUBLISH, "POST", unpublished);
  await act(DELETE, "DELETE", deleted);
  expect(await listed(unpublished)).toEqual([]);
  expect(await listed(deleted)).toEqual([]);
});

test("a version without its schedule takes it off the list, also while paused", async () => {
  const { workflowId: id } = await makeVersion(api, home, hourly);
  expect(await act(PAUSE, "POST", id)).toBe(200);
  expect(await listed(id)).toHaveLength(1);
  const saved = await ask(SAVE, {
    method: "PUT",
    path: "/api/v1/x",
    params: { id },
    body: { document: smallDocument() },
    headers: { ...owner, "if-match": '"1"' },
  });
  expect(saved.status).toBe(200);
  expect((await ask(PUBLISH, { method: "POST", path: "/x", params: { id }, body: {}, headers: owner })).status).toBe(
    201,
  );
  expect(await listed(id)).toEqual([]);
});
