/** Who may do what: the one table. Roles, API-key scopes, route guards and the documentation come from it. */
export const roles = ["owner", "admin", "editor", "operator", "viewer"] as const;
export type Role = (typeof roles)[number];

interface Rule {
  /** What it allows, in plain words; shown where scopes of an API key are chosen. */
  title: string;
  roles: readonly Role[];
}

const everyone: readonly Role[] = roles;
const runners: readonly Role[] = ["owner", "admin", "editor", "operator"];
const editors: readonly Role[] = ["owner", "admin", "editor"];
const admins: readonly Role[] = ["owner", "admin"];

/** The name of a permission is also the scope that an API key needs for it. */
export const permissions = {
  "workspace:read": { title: "See the workspace and one's own place in it", roles: everyone },
  "workspace:write": { title: "Change the workspace's name and time zone", roles: admins },
  "workflows:read": { title: "See workflows, their versions and node types", roles: everyone },
  "workflows:write": { title: "Create, change, publish and delete workflows", roles: editors },
  "runs:read": { title: "See runs and their data", roles: everyone },
  "runs:write": { title: "Start, cancel and answer runs", roles: runners },
  "schedules:read": { title: "See schedules and when they fire", roles: everyone },
  "credentials:read": { title: "See which credentials there are (never their secrets)", roles: editors },
  "credentials:write": { title: "Create, change, test and delete credentials", roles: editors },
  "variables:read": { title: "See the workspace's variables", roles: everyone },
  "variables:write": { title: "Create, change and delete variables", roles: editors },
  "knowledge:read": { title: "See and search knowledge bases", roles: everyone },
  "knowledge:write": { title: "Create and delete knowledge bases and their documents", roles: editors },
  "keys:read": { title: "See the workspace's API keys (never the keys themselves)", roles: admins },
  "keys:write": { title: "Create and revoke API keys", roles: admins },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof permissions;
/** `*` is every scope, also those of later versions. */
export type Scope = Permission | "*";

export const allPermissions = Object.keys(permissions) as Permission[];

/** Both must allow it: the person's role in the workspace and, for an API key, the key's scopes (`null`: no key). */
export function mayDo(role: Role, scopes: readonly string[] | null, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission].roles;
  if (!allowed.includes(role)) return false;
  return scopes === null || scopes.includes("*") || scopes.includes(permission);
}
