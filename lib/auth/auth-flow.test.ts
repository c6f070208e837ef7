import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import type { Host } from "../host/create-host.ts";
import { setHost } from "../host/host.ts";
import { authenticate } from "./caller.ts";
import { signIn, signOut } from "./client.ts";
import { createOwner } from "./create-owner.ts";
import { createHostAuth } from "./host-auth.ts";
import { GET, POST } from "./next-auth.ts";
import { SESSION_COOKIE } from "./session-cookie.ts";

const ORIGIN = "http://localhost:3000";
const PASSWORD = "correct horse";
let database: TestDatabase;
const auth = createHostAuth({ secretKey: "k".repeat(32), url: undefined });
const host = () => ({ db: database.db, auth });

beforeAll(async () => {
  database = await testDatabase();
  await createOwner(database.db, { name: "Ada", email: "ada@example.org", password: PASSWORD });
  // Auth.js needs the database and the keys of a host, no more.
  setHost({ db: database.db, auth } as Host);
});
afterAll(async () => {
  setHost(undefined);
  vi.unstubAllGlobals();
  await database.close();
});

/** A browser: keeps cookies and sends requests to the real handlers. */
function openBrowser() {
  const jar = new Map<string, string>();
  const setCookies: string[] = [];
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const fetchInto = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("cookie", cookie());
    headers.set("host", "localhost:3000");
    const request = new NextRequest(new URL(path, ORIGIN), { ...init, headers, signal: undefined });
    const response = await (request.method === "POST" ? POST(request) : GET(request));
    for (const line of response.headers.getSetCookie()) {
      setCookies.push(line);
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  vi.stubGlobal("location", new URL(ORIGIN));
  vi.stubGlobal("fetch", fetchInto);
  return { jar, setCookies, caller: (extra = {}) => authenticate(new Headers({ cookie: cookie(), ...extra }), host()) };
}

test("signing in gives a session that counts until signing out, also for a stolen copy of the cookie", async () => {
  const browser = openBrowser();
  expect(await browser.caller()).toBeNull();
  expect(await signIn({ email: "ada@example.org", password: PASSWORD })).toEqual({ ok: true });
  expect(await browser.caller()).toMatchObject({ role: "owner", scopes: null, by: { kind: "session" } });
  const line = browser.setCookies.find((cookie) => cookie.startsWith(SESSION_COOKIE));
  expect(line).toMatch(/HttpOnly/i);
  expect(line).toMatch(/SameSite=Lax/i);

  const stolen = new Headers({ cookie: `${SESSION_COOKIE}=${browser.jar.get(SESSION_COOKIE)}` });
  expect(await authenticate(stolen, host())).not.toBeNull();
  expect(await signOut()).toBe(true);
  expect(browser.jar.has(SESSION_COOKIE)).toBe(false);
  expect(await authenticate(stolen, host())).toBeNull();
});

test("a wrong password is told in words and gives no session", async () => {
  const browser = openBrowser();
  const result = await signIn({ email: "ada@example.org", password: "wrong" });
  expect(result).toEqual({ ok: false, message: "This e-mail address and password do not go together." });
  expect(await browser.caller()).toBeNull();
});

test("a session of another key, and one for a workspace one is no member of, are none", async () => {
  const browser = openBrowser();
  await signIn({ email: "ada@example.org", password: PASSWORD });
  expect(await browser.caller({ "x-heddle-workspace": "ws_other" })).toBeNull();
  const cookie = `${SESSION_COOKIE}=${browser.jar.get(SESSION_COOKIE)}`;
  const otherKey = createHostAuth({ secretKey: "x".repeat(32), url: undefined });
  expect(await authenticate(new Headers({ cookie }), { db: database.db, auth: otherKey })).toBeNull();
});

test("a sign-in without Auth.js' own token is refused", async () => {
  const browser = openBrowser();
  const body = new URLSearchParams({ email: "ada@example.org", password: PASSWORD });
  await fetch("/api/auth/callback/credentials", { method: "POST", body });
  expect(await browser.caller()).toBeNull();
});

test("a form that never ends is cut off", async () => {
  openBrowser();
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const response = await fetch("/api/auth/callback/credentials", {
    method: "POST",
    body: endless,
    duplex: "half",
  } as RequestInit);
  expect(response.status).toBe(413);
  expect(sent).toBeLessThan(1_000_000);
});
