import { afterEach, expect, test, vi } from "vitest";
import { type LoopbackServer, startLoopbackServer } from "../outbound/testing.ts";
import { signIn, signOut } from "./client.ts";

/** What the server answers to the token and to the form. */
let answers: { token: string; form: string };
let server: LoopbackServer | undefined;
const credentials = { email: "ada@example.org", password: "correct horse" };

async function serve(given: Partial<typeof answers>): Promise<void> {
  answers = { token: '{"csrfToken":"t"}', form: '{"url":"http://heddle.test/"}', ...given };
  server = await startLoopbackServer((request, response) => {
    request.resume();
    response.setHeader("content-type", "application/json").end(answers[request.method === "GET" ? "token" : "form"]);
  });
  const { origin } = server;
  // As in a browser, where addresses stand for those of the page.
  vi.stubGlobal("location", new URL(origin));
  const send = fetch;
  vi.stubGlobal("fetch", (path: string, options?: RequestInit) => send(new URL(path, origin), options));
}
afterEach(async () => {
  vi.unstubAllGlobals();
  await server?.close();
});

test("whoever is let in is, and whoever is not is told why", async () => {
  await serve({});
  expect(await signIn(credentials)).toEqual({ ok: true });
  expect(await signOut()).toBe(true);
  answers.form = '{"url":"http://heddle.test/sign-in?error=CredentialsSignin&code=locked"}';
  expect(await signIn(credentials)).toEqual({ ok: false, message: expect.stringContaining("Too many tries") });
});

test.each(['{"title":"Starting up"}', "null", "[]", '{"url":7}', "<html>"])(
  "an answer of something else is no success: %s",
  async (form) => {
    await serve({ form });
    expect(await signIn(credentials)).toMatchObject({ ok: false });
    expect(await signOut()).toBe(false);
  },
);

test("without a token nothing is sent", async () => {
  await serve({ token: '{"title":"Starting up"}' });
  expect(await signIn(credentials)).toMatchObject({ ok: false });
});
