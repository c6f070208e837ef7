import { expect, it } from "vitest";
import { createVault } from "./vault.ts";

const place = { workspaceId: "ws_a", id: "crd_a" };
const secrets = { token: "a token of some length" };

it("opens what it sealed, and seals the same differently each time", () => {
  const vault = createVault({ current: "master" });
  const row = vault.seal(secrets, place);
  expect(vault.open(row, place)).toEqual(secrets);
  expect(Buffer.from(row.sealed).toString("latin1")).not.toContain("token");
  expect(vault.seal(secrets, place)).not.toEqual(row);
});

it("opens a row in its own place only", () => {
  const vault = createVault({ current: "master" });
  const row = vault.seal(secrets, place);
  expect(() => vault.open(row, { ...place, workspaceId: "ws_b" })).toThrow();
  expect(() => vault.open(row, { ...place, id: "crd_b" })).toThrow();
});

it.each(["sealed", "wrappedKey"] as const)("refuses a row whose %s was changed by one bit", (part) => {
  const vault = createVault({ current: "master" });
  const row = vault.seal(secrets, place);
  for (let at = 0; at < row[part].length; at += 1) {
    const changed = Uint8Array.from(row[part]);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => vault.open({ ...row, [part]: changed }, place)).toThrow();
  }
});

it("goes over to a new master key, after which the old one is not needed", () => {
  const row = createVault({ current: "old" }).seal(secrets, place);
  const between = createVault({ current: "new", previous: "old" });
  expect(between.open(row, place)).toEqual(secrets);
  const moved = { ...row, ...between.rewrap(row, place) };
  expect(moved.keyId).toBe(between.keyId);
  expect(createVault({ current: "new" }).open(moved, place)).toEqual(secrets);
  expect(() => createVault({ current: "new" }).open(row, place)).toThrow(/HEDDLE_SECRET_KEY_PREVIOUS/);
  expect(() => createVault({ current: "old" }).open(moved, place)).toThrow();
});
