import { afterAll, beforeAll, expect, it } from "vitest";
import { DELETE, PATCH } from "../../app/api/v1/variables/[id]/route.ts";
import { GET, POST } from "../../app/api/v1/variables/route.ts";
import { limits } from "../config/limits.ts";
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

const call = async (handler: Parameters<typeof ask>[0], method: string, path: string, body?: unknown) => {
  const id = /var_\w+/.exec(path)?.[0];
  const more = { ...(id && { params: { id } }), ...(body !== undefined && { body }) };
  const response = await ask(handler, { method, path: `/api/v1${path}`, ...more, headers: owner });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
};
const make = (name: string, value: unknown) => call(POST, "POST", "/variables", { name, value });

it("keeps any JSON, and reads it in runs that start after", async () => {
  const value = { rates: [1.19, 1.07], note: "é\u0000\ud800", none: null };
  expect((await make("tax", value)).status).toBe(201);
  const { body } = await call(GET, "GET", "/variables");
  expect(body.items).toMatchObject([{ name: "tax", value, updatedBy: { name: "Owner of home" } }]);
  const { workflowId, versionId } = await makeVersion(api, home, {
    schemaVersion: 1,
    nodes: [
      { id: "start", key: "start", type: "trigger.manual", version: 1, config: {} },
      {
        id: "read",
        key: "read",
        type: "data.transform",
        version: 1,
        config: { expression: "{{ vars.tax.rates[1] }}" },
      },
    ],
    edges: [{ id: "e", source: "start", sourcePort: "out", target: "read", targetPort: "in" }],
  });
  const outcome = await api.host.runs.start({
    workspaceId: home.id,
    workflowId,
    versionId,
    triggerNodeId: "start",
    triggerType: "manual",
    mode: "live",
    input: null,
  });
  if (outcome.status !== "started") throw new Error("the run did not start");
  expect(await outcome.answer).toEqual({ kind: "output", output: 1.07 });
});

it("is changed, renamed and deleted", async () => {
  const { id } = (await make("region", "eu")).body;
  expect((await call(PATCH, "PATCH", `/variables/${id}`, { value: null })).body).toMatchObject({
    name: "region",
    value: null,
  });
  expect((await call(PATCH, "PATCH", `/variables/${id}`, { name: "area" })).body).toMatchObject({
    name: "area",
    value: null,
  });
  expect((await call(DELETE, "DELETE", `/variables/${id}`)).status).toBe(204);
  expect((await call(DELETE, "DELETE", `/variables/${id}`)).status).toBe(404);
});

it.each([
  ["a name with a blank", { name: "two words", value: 1 }, 422],
  ["a name that the language takes", { name: "__proto__", value: 1 }, 422],
  ["no value", { name: "empty" }, 422],
  ["a value that is too long", { name: "long", value: "x".repeat(limits.variableBytes) }, 422],
])("refuses %s", async (_, wanted, status) => {
  expect((await call(POST, "POST", "/variables", wanted)).status).toBe(status);
});

it("refuses a second one of the same name", async () => {
  await make("once", 1);
  expect(await make("once", 2)).toMatchObject({ status: 409, body: { code: "name_taken" } });
});
