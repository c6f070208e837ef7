import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as testNew } from "../../app/api/v1/credential-tests/route.ts";
import { GET as types } from "../../app/api/v1/credential-types/route.ts";
import { DELETE, GET as getOne, PATCH } from "../../app/api/v1/credentials/[id]/route.ts";
import { POST as testOne } from "../../app/api/v1/credentials/[id]/test/route.ts";
import { GET as list, POST } from "../../app/api/v1/credentials/route.ts";
import { type SmtpServer, startSmtpServer } from "../credentials/testing/smtp-server.ts";
import { credentialTypes } from "../credentials/types/all.ts";
import { type LoopbackServer, startLoopbackServer } from "../outbound/testing.ts";
import { makeWorkflow } from "./testing/objects.ts";
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
let server: LoopbackServer;
let mail: SmtpServer;

beforeAll(async () => {
  api = await startTestApi({ HEDDLE_ALLOW_LOOPBACK: "1" });
  home = await makeWorkspace(api, "home");
  owner = await home.member("owner");
  mail = await startSmtpServer({ user: "shop", password: "long enough" });
  server = await startLoopbackServer((request, response) => {
    const known = request.headers.authorization === "Bearer right-token" || request.url === "/open";
    response.writeHead(known ? 200 : 401).end(`you sent ${request.headers.authorization}`);
  });
});
afterAll(async () => {
  await server.close();
  await mail.close();
  await api.close();
});

const call = async (handler: Parameters<typeof ask>[0], method: string, path: string, body?: unknown) => {
  const id = /crd_\w+/.exec(path)?.[0];
  const response = await ask(handler, {
    method,
    path: `/api/v1${path}`,
    ...(id && { params: { id } }),
    ...(body !== undefined && { body }),
    headers: owner,
  });
  const text = await response.text();
  return { status: response.status, text, body: text === "" ? null : JSON.parse(text) };
};
let made = 0;
const make = async (values: Record<string, string> = { token: "right-token", testUrl: `${server.origin}/me` }) =>
  (await call(POST, "POST", "/credentials", { name: `Shop ${++made}`, type: "bearer", values })).body as { id: string };

it("lists kinds with their fields, each marked where it is secret", async () => {
  const { body } = await call(types, "GET", "/credential-types");
  expect(body.items.map(({ type }: { type: string }) => type)).toEqual(credentialTypes.map(({ type }) => type));
  expect(body.items[0].fields[0]).toMatchObject({ key: "token", secret: true, optional: false });
});

it("never gives a secret out again, wherever it is asked", async () => {
  const { id } = await make();
  const answers = [
    await call(getOne, "GET", `/credentials/${id}`),
    await call(list, "GET", "/credentials"),
    await call(PATCH, "PATCH", `/credentials/${id}`, { values: { token: "another-right-token" } }),
    await call(testOne, "POST", `/credentials/${id}/test`, {}),
  ];
  for (const { status, text } of answers) {
    expect(status).toBe(200);
    expect(text).not.toMatch(/right-token/);
  }
  // What is not secret is shown.
  expect(answers[0]?.body.fields).toEqual({ testUrl: `${server.origin}/me` });
});

it("keeps secrets that are left out of a change", async () => {
  const { id } = await make();
  await call(PATCH, "PATCH", `/credentials/${id}`, { name: "Renamed shop" });
  expect((await call(testOne, "POST", `/credentials/${id}/test`, {})).body).toMatchObject({ ok: true });
  await call(PATCH, "PATCH", `/credentials/${id}`, { values: { token: "wrong-token" } });
  expect((await call(testOne, "POST", `/credentials/${id}/test`, {})).body).toMatchObject({ ok: false });
});

it("tries values that are not stored yet, and says what the service said", async () => {
  const values = { token: "wrong-token", testUrl: `${server.origin}/me` };
  const wrong = await call(testNew, "POST", "/credential-tests", { type: "bearer", values });
  expect(wrong.body).toMatchObject({ ok: false, message: expect.stringContaining("does not accept this credential") });
  const right = { ...values, token: "right-token" };
  expect((await call(testNew, "POST", "/credential-tests", { type: "bearer", values: right })).body).toMatchObject({
    ok: true,
  });
  const nowhere = { token: "right-token" };
  expect((await call(testNew, "POST", "/credential-tests", { type: "bearer", values: nowhere })).body).toMatchObject({
    ok: false,
    message: "Give an address to test with first.",
  });
});

it("signs in at a mail server, and says when it may not", async () => {
  const values = {
    host: "127.0.0.1",
    port: String(mail.port),
    username: "shop",
    password: "long enough",
    from: "a@b.example",
  };
  // The test's server speaks no TLS, which a sign-in needs: that is refused before the password is sent.
  const secure = await call(testNew, "POST", "/credential-tests", { type: "smtp", values });
  expect(secure.body.ok).toBe(false);
  expect(mail.passwords).toEqual([]);
  const { username: _, password: __, ...open } = values;
  expect((await call(testNew, "POST", "/credential-tests", { type: "smtp", values: open })).body).toMatchObject({
    ok: true,
  });
});

describe("refuses", () => {
  it.each([
    ["a kind there is not", { type: "psychic", values: {} }, 422, "unknown_credential_type"],
    ["a secret under eight characters", { type: "bearer", values: { token: "short" } }, 422, "invalid_credential"],
    ["a missing secret", { type: "bearer", values: {} }, 422, "invalid_credential"],
    ["a field there is not", { type: "bearer", values: { token: "long-enough", x: "1" } }, 422, "invalid_credential"],
    [
      "a header name that is none",
      { type: "header", values: { name: "a b", value: "long-enough" } },
      422,
      "invalid_credential",
    ],
    ["a port that is none", { type: "smtp", values: { host: "a", port: "x", from: "b" } }, 422, "invalid_credential"],
    ["NUL in a secret", { type: "bearer", values: { token: "long-enough\0" } }, 422, "invalid_credential"],
  ])("%s", async (_, wanted, status, code) => {
    const answer = await call(POST, "POST", "/credentials", { name: "Never made", ...wanted });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.text).not.toContain("long-enough");
  });

  it("a second one of the same name", async () => {
    const values = { token: "right-token" };
    await call(POST, "POST", "/credentials", { name: "Only one", type: "bearer", values });
    const again = await call(POST, "POST", "/credentials", { name: "ONLY one", type: "bearer", values });
    expect(again).toMatchObject({ status: 409, body: { code: "name_taken" } });
  });
});

it("deletes one in use only when told to, and says where it is used", async () => {
  const { id } = await make();
  await makeWorkflow(api, home, {
    schemaVersion: 1,
    nodes: [
      {
        id: "call",
        key: "call",
        label: "Ask the shop",
        type: "http.request",
        version: 1,
        config: { url: "https://shop.example/", credential: id },
      },
    ],
    edges: [],
  });
  const { body } = await call(getOne, "GET", `/credentials/${id}`);
  expect(body.usedBy).toMatchObject([{ nodes: ["Ask the shop"], published: false }]);
  const refused = await call(DELETE, "DELETE", `/credentials/${id}`);
  expect(refused).toMatchObject({ status: 409, body: { code: "credential_in_use" } });
  expect((await call(DELETE, "DELETE", `/credentials/${id}?force=true`)).status).toBe(204);
  expect((await call(getOne, "GET", `/credentials/${id}`)).status).toBe(404);
});
