import type { Permission } from "../../auth/permissions.ts";
import type { Ask, TestApi, TestWorkspace } from "./test-api.ts";

/** Everything a fixture's objects carry in their text: an answer to anybody else that holds it is a leak. */
export const CANARY = "canary-of-workspace-a";

export interface FixtureWorld {
  api: TestApi;
  /** The workspace the request's object belongs to. */
  home: TestWorkspace;
  /** Somebody else's workspace. */
  foreign: TestWorkspace;
}

export type FixtureRequest = Omit<Ask, "method"> & {
  /** The same request with ids of `foreign` in its body or query; each must be 404 or 422. */
  withForeignIds?: Omit<Ask, "method">[];
};

/** How a route is called so that its owner succeeds. Called anew for every caller, so a request may use up its object. */
export interface Fixture {
  /** Needed only where no contract says it. `public` routes have no owner. */
  permission?: Permission | "public";
  /** The object is named by the address: others get 404 instead of an answer of their own. */
  names?: "object";
  /** The object is its owner's alone: other members of the workspace get 404 as well. */
  isPersonal?: true;
  /** Why this route is not a matter of workspaces; then it is not called. */
  exempt?: string;
  request(world: FixtureWorld): Promise<FixtureRequest>;
}

/** By `METHOD path of the route file`, `GET /api/v1/workflows/[id]`. */
export type Fixtures = Record<string, Fixture>;
