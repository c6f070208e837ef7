import { expect, test } from "vitest";
import { allPermissions, mayDo, type Role } from "./permissions.ts";

const may = (role: Role, scopes: string[] | null = null) =>
  allPermissions.filter((permission) => mayDo(role, scopes, permission)).sort();

test("each role may what the one before may, and this more", () => {
  const viewer = [
    "knowledge:read",
    "runs:read",
    "schedules:read",
    "variables:read",
    "workflows:read",
    "workspace:read",
  ];
  const operator = [...viewer, "runs:write"].sort();
  const editor = [
    ...operator,
    "credentials:read",
    "credentials:write",
    "knowledge:write",
    "variables:write",
    "workflows:write",
  ].sort();
  const admin = [...editor, "keys:read", "keys:write", "workspace:write"].sort();
  expect(may("viewer")).toEqual(viewer);
  expect(may("operator")).toEqual(operator);
  expect(may("editor")).toEqual(editor);
  expect(may("admin")).toEqual(admin);
  expect(may("owner")).toEqual(admin);
});

test("a key may what its scopes say, within its maker's role", () => {
  expect(may("owner", ["runs:read"])).toEqual(["runs:read"]);
  expect(may("viewer", ["runs:read", "keys:write"])).toEqual(["runs:read"]);
  expect(may("viewer", ["*"])).toEqual(may("viewer"));
  expect(may("owner", [])).toEqual([]);
});
