import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { limits } from "../config/limits.ts";
import { createOwner } from "./create-owner.ts";
import { createHostAuth } from "./host-auth.ts";
import { signInWithPassword } from "./sign-in.ts";

let database: TestDatabase;
const auth = createHostAuth({ secretKey: "k".repeat(32), url: undefined });
const PASSWORD = "correct horse";

beforeAll(async () => {
  database = await testDatabase();
  await createOwner(database.db, { name: "Ada", email: "Ada@example.org", password: PASSWORD });
});
afterAll(() => database.close());

function attempt(email: string, password: string, address: string) {
  return signInWithPassword({ db: database.db, auth }, { email, password }, { address, userAgent: null });
}

async function asOwner(statement: string) {
  const client = new pg.Client(database.owner);
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}

test("the right password signs in, however the address is written", async () => {
  expect(await attempt(" ada@EXAMPLE.org", PASSWORD, "10.0.0.1")).toMatchObject({ ok: true, user: { name: "Ada" } });
});

test("a wrong password and an unknown account are told alike", async () => {
  const wrong = await attempt("ada@example.org", "wrong", "10.0.0.2");
  expect(wrong).toEqual({ ok: false, reason: "mismatch" });
  expect(await attempt("nobody@example.org", PASSWORD, "10.0.0.2")).toEqual(wrong);
  expect(await attempt("nul\0byte", PASSWORD, "10.0.0.2")).toEqual(wrong);
});

test("one address that tries account after account is not listened to for a while, others are", async () => {
  // Time stands still, so that no try is given back meanwhile.
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    for (let i = 0; i < limits.guessesPerMinute; i++)
      expect(await attempt(`person${i}@example.org`, "wrong", "10.9.0.1")).toMatchObject({ reason: "mismatch" });
    expect(await attempt("ada@example.org", PASSWORD, "10.9.0.1")).toEqual({ ok: false, reason: "locked" });
    expect((await attempt("ada@example.org", PASSWORD, "10.9.0.2")).ok).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

describe("lock-out", () => {
  test.each(["ada@example.org", "ghost@example.org"])(
    "locks %s for an address after five tries, and nobody else",
    async (email) => {
      const address = `10.1.0.${email.length}`;
      for (let i = 0; i < 5; i++) expect(await attempt(email, "wrong", address)).toMatchObject({ reason: "mismatch" });
      expect(await attempt(email, PASSWORD, address)).toEqual({ ok: false, reason: "locked" });
      expect((await attempt("ada@example.org", PASSWORD, "10.1.1.1")).ok).toBe(true);
    },
  );

  test("a hundred guesses at once get no more tries than one after the other", async () => {
    const guesses = Array.from({ length: 100 }, () => attempt("ada@example.org", "wrong", "10.2.0.1"));
    const reasons = (await Promise.all(guesses)).map((result) => (result.ok ? "ok" : result.reason));
    expect(reasons.filter((reason) => reason === "mismatch")).toHaveLength(5);
  });

  test("every further failure locks twice as long; the right password ends it", async () => {
    const lockSeconds = async () => {
      const rows = await asOwner(
        "select round(extract(epoch from locked_until - last_at)) as s from sign_in_failures where address = '10.3.0.1'",
      );
      return rows.length === 0 ? null : Number(rows[0].s);
    };
    const wait = () => asOwner("update sign_in_failures set locked_until = now() where address = '10.3.0.1'");
    for (let i = 0; i < 5; i++) await attempt("ada@example.org", "wrong", "10.3.0.1");
    const locks = [await lockSeconds()];
    for (let i = 0; i < 7; i++) {
      await wait();
      await attempt("ada@example.org", "wrong", "10.3.0.1");
      locks.push(await lockSeconds());
    }
    expect(locks).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
    await wait();
    expect((await attempt("ada@example.org", PASSWORD, "10.3.0.1")).ok).toBe(true);
    expect(await lockSeconds()).toBeNull();
  });
});
