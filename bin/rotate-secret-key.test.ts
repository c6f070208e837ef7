import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { users, workspaces } from "#db/schema/auth.ts";
import { testDatabase } from "#db/testing.ts";
import { parseEnv } from "../lib/config/env.ts";
import { loadPreviousKey, loadSecretKey } from "../lib/config/secret-key.ts";
import { createCredential, openForTest } from "../lib/credentials/mutations.ts";
import { createHost } from "../lib/host/create-host.ts";
import { rotateSecretKey } from "./rotate-secret-key.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "heddle-rotate-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it("keeps the key before it, and refuses a second change until the first has come to its end", () => {
  const first = loadSecretKey(dataDir, undefined);
  rotateSecretKey(dataDir);
  expect(loadSecretKey(dataDir, undefined)).not.toBe(first);
  expect(loadPreviousKey(dataDir, undefined)).toBe(first);
  expect(statSync(join(dataDir, "secret-key")).mode & 0o777).toBe(0o600);
  expect(() => rotateSecretKey(dataDir)).toThrow(/has not come to its end/);
});

it("refuses a folder without a key", () => {
  expect(() => rotateSecretKey(dataDir)).toThrow(/no secret key/);
});

it("the next start puts credentials under the new key, and forgets the old one", async () => {
  const database = await testDatabase();
  const author = { workspaceId: "ws_a", userId: "usr_a" };
  await database.db.withAuth(async (tx) => {
    await tx.insert(workspaces).values({ id: author.workspaceId, slug: "a", name: "A" });
    await tx.insert(users).values({ id: author.userId, email: "a@b.example", name: "A" });
  });
  const start = () => {
    const env = parseEnv({
      HEDDLE_DATA_DIR: dataDir,
      HEDDLE_SECRET_KEY: loadSecretKey(dataDir, undefined),
      HEDDLE_SECRET_KEY_PREVIOUS: loadPreviousKey(dataDir, undefined) ?? "",
    });
    return createHost({ env, connection: database.connection, log: (line) => void said.push(line) });
  };
  const said: string[] = [];
  const before = await start();
  const values = { token: "a-token-of-some-length" };
  const { id } = await before.db.withWorkspace(author, (tx) =>
    createCredential(tx, before.vault, author, { name: "Shop", type: "bearer", values }),
  );
  await before.close();
  rotateSecretKey(dataDir);
  const after = await start();
  expect(said.join("\n")).toContain("1 credential is under the new one");
  expect(after.vault.keyId).not.toBe(before.vault.keyId);
  await after.close();
  expect(() => readFileSync(join(dataDir, "secret-key.previous"))).toThrow(/ENOENT/);
  // Without the old key from now on.
  const last = await start();
  const open = await last.db.withWorkspace(author, (tx) => openForTest(tx, last.vault, id, undefined));
  expect(open.values).toEqual(values);
  await last.close();
  await database.close();
});
