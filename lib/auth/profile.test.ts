import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { users } from "#db/schema/auth.ts";
import { POST as password } from "../../app/api/v1/me/password/route.ts";
import { PATCH } from "../../app/api/v1/me/route.ts";
import { DELETE } from "../../app/api/v1/me/sessions/[id]/route.ts";
import { GET as sessions } from "../../app/api/v1/me/sessions/route.ts";
import {
  ask,
  type Credentials,
  makeWorkspace,
  startTestApi,
  type TestApi,
  type TestWorkspace,
} from "../api/testing/test-api.ts";
import { hashPassword } from "./password.ts";

let api: TestApi;
let home: TestWorkspace;
let owner: Credentials;
let made = 0;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  home = await makeWorkspace(api, `home-${++made}`);
  owner = await home.member("owner");
  const passwordHash = await hashPassword("the right one");
  await api.host.db.withAuth((tx) => tx.update(users).set({ passwordHash }).where(eq(users.id, home.ownerId)));
});

const call = async (
  handler: Parameters<typeof ask>[0],
  method: string,
  headers: Credentials,
  body?: unknown,
  id = "",
) => {
  const more = { ...(body !== undefined && { body }), ...(id && { params: { id } }) };
  const response = await ask(handler, { method, path: "/api/v1/me", ...more, headers });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
};

it("changes the password for who knows it, and signs every other device out", async () => {
  const elsewhere = await home.member("owner");
  const wrong = await call(password, "POST", owner, { current: "a wrong one", next: "the next one" });
  expect(wrong).toMatchObject({ status: 422, body: { code: "wrong_password", errors: [{ path: "current" }] } });
  expect((await call(sessions, "GET", elsewhere)).status).toBe(200);
  expect((await call(password, "POST", owner, { current: "the right one", next: "the next one" })).status).toBe(204);
  expect((await call(sessions, "GET", elsewhere)).status).toBe(401);
  expect((await call(sessions, "GET", owner)).status).toBe(200);
  expect((await call(password, "POST", owner, { current: "the right one", next: "another" })).status).toBe(422);
});

it("slows guesses down like those of signing in", async () => {
  for (let tries = 0; tries < 5; tries += 1)
    await call(password, "POST", owner, { current: "guess", next: "the next one" });
  const right = await call(password, "POST", owner, { current: "the right one", next: "the next one" });
  expect(right).toMatchObject({ status: 429, body: { code: "too_many_tries" } });
});

it("refuses a next password that is too short, and a name that is empty", async () => {
  expect((await call(password, "POST", owner, { current: "the right one", next: "short" })).status).toBe(422);
  expect((await call(PATCH, "PATCH", owner, { name: " " })).status).toBe(422);
  expect((await call(PATCH, "PATCH", owner, { name: "Marta" })).status).toBe(204);
});

it("lists one's own devices and signs one out, never somebody else's", async () => {
  const elsewhere = await home.member("owner");
  const stranger = await (await makeWorkspace(api, `foreign-${made}`)).member("owner");
  const { items } = (await call(sessions, "GET", owner)).body;
  expect(items).toHaveLength(2);
  const other = items.find(({ current }: { current: boolean }) => !current);
  expect((await call(DELETE, "DELETE", stranger, undefined, other.id)).status).toBe(404);
  expect((await call(sessions, "GET", elsewhere)).status).toBe(200);
  expect((await call(DELETE, "DELETE", owner, undefined, other.id)).status).toBe(204);
  expect((await call(sessions, "GET", elsewhere)).status).toBe(401);
});

it("is not for API keys", async () => {
  const key = await home.key("*");
  expect((await call(sessions, "GET", key)).status).toBe(403);
  expect((await call(password, "POST", key, { current: "the right one", next: "the next one" })).status).toBe(403);
});
