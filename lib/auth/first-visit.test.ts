import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { members, users, workspaces } from "#db/schema/auth.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { parseEnv } from "../config/env.ts";
import { createFirstOwner } from "../host/first-owner.ts";
import { authenticate } from "./caller.ts";
import { createHostAuth } from "./host-auth.ts";
import { PEER_HEADER } from "./peer.ts";
import { setUpOwner, setUpStatus } from "./set-up.ts";

const here = new Headers({ [PEER_HEADER]: "127.0.0.1", host: "localhost:3000" });
const elsewhere = new Headers({ [PEER_HEADER]: "192.168.1.20", host: "heddle.lan" });
const owner = { name: "Ada", email: "ada@localhost", password: "correct horse" };

let database: TestDatabase;
const auth = createHostAuth({ secretKey: "k".repeat(32), url: undefined });
const host = () => ({ db: database.db, auth });

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  const { default: pg } = await import("pg");
  const client = new pg.Client(database.owner);
  await client.connect();
  await client.query("truncate users, workspaces cascade");
  await client.end();
});
afterAll(() => database.close());

const everybody = () =>
  database.db.withAuth(async (tx) => ({
    users: await tx.select().from(users),
    workspaces: await tx.select().from(workspaces),
    members: await tx.select().from(members),
  }));

test("a thousand first visits at once make exactly one owner", async () => {
  const visits = Array.from({ length: 1_000 }, (_, i) =>
    setUpOwner(host(), here, { ...owner, email: `visitor${i}@localhost` }),
  );
  const results = await Promise.allSettled(visits);
  const refused = results.filter((result) => result.status === "rejected").map((result) => result.reason.code);
  expect(refused).toEqual(Array.from({ length: 999 }, () => "already_set_up"));
  const made = await everybody();
  expect([made.users.length, made.workspaces.length]).toEqual([1, 1]);
  expect(made.members).toMatchObject([{ userId: made.users[0]?.id, role: "owner" }]);
}, 60_000);

describe("who may make the first account", () => {
  test("somebody on this machine, without more", async () => {
    expect(await setUpStatus(host(), here)).toEqual({ needed: true, tokenNeeded: false });
    await setUpOwner(host(), here, owner);
    expect(await setUpStatus(host(), here)).toEqual({ needed: false, tokenNeeded: false });
  });

  test("somebody elsewhere only with the printed token", async () => {
    expect(await setUpStatus(host(), elsewhere)).toEqual({ needed: true, tokenNeeded: true });
    for (const token of [undefined, "", "wrong"]) {
      await expect(setUpOwner(host(), elsewhere, { ...owner, token })).rejects.toMatchObject({
        code: "setup_token_needed",
      });
    }
    await setUpOwner(host(), elsewhere, { ...owner, token: auth.setupToken });
    expect((await everybody()).users).toMatchObject([{ email: owner.email }]);
  });

  test.each<[string, Record<string, string>]>([
    ["a proxy on this machine", { [PEER_HEADER]: "127.0.0.1", host: "localhost", "x-forwarded-for": "203.0.113.9" }],
    ["a page whose name resolves to this machine", { [PEER_HEADER]: "127.0.0.1", host: "rebound.example:3000" }],
    ["a request whose socket is not known", { host: "localhost", "x-forwarded-for": "127.0.0.1" }],
  ])("%s counts as elsewhere", async (_, headers) => {
    await expect(setUpOwner(host(), new Headers(headers), owner)).rejects.toMatchObject({ code: "setup_token_needed" });
  });
});

describe("an owner named by the environment", () => {
  const key = "hk_0123456789abcdefghijklmnop";
  const env = parseEnv({
    HEDDLE_OWNER_EMAIL: "ops@localhost",
    HEDDLE_OWNER_PASSWORD: "from the env",
    HEDDLE_OWNER_API_KEY: key,
  });

  test("is made once, with a key that may everything", async () => {
    await Promise.all([createFirstOwner(database.db, env), createFirstOwner(database.db, env)]);
    await createFirstOwner(database.db, { ...env, HEDDLE_OWNER_EMAIL: "other@localhost" });
    expect((await everybody()).users).toMatchObject([{ email: "ops@localhost" }]);
    const caller = await authenticate(new Headers({ authorization: `Bearer ${key}` }), host());
    expect(caller).toMatchObject({ role: "owner", scopes: ["*"] });
    expect(await authenticate(new Headers({ authorization: `Bearer ${key}x` }), host())).toBeNull();
  });

  test("is refused by the name of the variable that does not parse", async () => {
    const refused = (change: Partial<typeof env>) => createFirstOwner(database.db, { ...env, ...change });
    await expect(refused({ HEDDLE_OWNER_EMAIL: "nobody" })).rejects.toThrow("HEDDLE_OWNER_EMAIL");
    await expect(refused({ HEDDLE_OWNER_PASSWORD: "short" })).rejects.toThrow("HEDDLE_OWNER_PASSWORD");
    await expect(refused({ HEDDLE_OWNER_API_KEY: "secret" })).rejects.toThrow("HEDDLE_OWNER_API_KEY");
    await expect(refused({ HEDDLE_OWNER_PASSWORD: undefined })).rejects.toThrow("together");
  });
});
