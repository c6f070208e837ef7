import { globSync } from "node:fs";
import { join, sep } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allPermissions, type Permission } from "../auth/permissions.ts";
import { allContracts } from "./contracts/all.ts";
import type { RouteHandler } from "./route.ts";
import { CANARY, type FixtureWorld } from "./testing/fixture.ts";
import { allFixtures } from "./testing/fixtures/all.ts";
import { ask, type Credentials, makeWorkspace, nobody, startTestApi } from "./testing/test-api.ts";

const ROOT = join(import.meta.dirname, "../..");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

interface FoundRoute {
  /** `GET /api/v1/workflows/[id]` */
  name: string;
  method: string;
  handler: RouteHandler;
}

async function findRoutes(): Promise<FoundRoute[]> {
  const files = globSync("app/api/**/route.ts", { cwd: ROOT });
  const found = await Promise.all(
    files.map(async (file) => {
      const module = (await import(join(ROOT, file))) as Record<string, RouteHandler>;
      const address = file.split(sep).slice(1, -1).join("/");
      return METHODS.filter((method) => module[method]).map((method) => ({
        name: `${method} /${address}`,
        method,
        handler: module[method] as RouteHandler,
      }));
    }),
  );
  return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}

const routes = await findRoutes();

function contractOf(name: string) {
  const [method, path] = name
    .replace("/api/v1", "")
    .replace(/\[(\w+)\]/g, ":$1")
    .split(" ");
  return allContracts.find((candidate) => candidate.method === method && candidate.path === path);
}

let world: FixtureWorld;
let stop: () => Promise<void>;
beforeAll(async () => {
  const api = await startTestApi();
  stop = api.close;
  world = { api, home: await makeWorkspace(api, "home"), foreign: await makeWorkspace(api, "foreign") };
});
afterAll(() => stop());

test("every route has a fixture, and every fixture a route", () => {
  expect(routes.length).toBeGreaterThan(15);
  expect(Object.keys(allFixtures).sort()).toEqual(routes.map((route) => route.name));
});

test("every operation that is described has a route", () => {
  const described = allContracts.map(
    (contract) => `${contract.method} /api/v1${contract.path.replace(/:(\w+)/g, "[$1]")}`,
  );
  expect(routes.map((route) => route.name)).toEqual(expect.arrayContaining(described));
});

describe.each(routes.filter((route) => !allFixtures[route.name]?.exempt))("$name", ({ name, method, handler }) => {
  const fixture = allFixtures[name];
  const contract = contractOf(name);
  const permission: Permission | "public" | undefined = contract?.permission ?? fixture?.permission;

  async function callAs(who: Credentials) {
    const request = await fixture?.request(world);
    if (!request) throw new Error(`No fixture for ${name}.`);
    const response = await ask(handler, { ...request, method, headers: { ...request.headers, ...who } });
    return { status: response.status, text: await bounded(response) };
  }

  test("says whose it is", () => {
    expect(permission).toBeDefined();
  });

  test("answers its owner, in the form that is described", async () => {
    for (const who of permission === "public"
      ? [nobody]
      : [await world.home.member("owner"), await world.home.key("*")]) {
      const { status, text } = await callAs(who);
      expect(status, text).toBeGreaterThanOrEqual(200);
      expect(status, text).toBeLessThan(300);
      // Exactly what is described: a field that the contract does not know would be missing here.
      if (contract?.result) expect(contract.result.parse(JSON.parse(text))).toEqual(JSON.parse(text));
    }
  });

  if (permission !== "public") {
    test("tells nobody anything", async () => {
      for (const who of [
        nobody,
        { authorization: `Bearer hk_${"0".repeat(32)}` },
        { cookie: "heddle.session=forged" },
      ]) {
        const { status, text } = await callAs({ origin: "http://localhost:3000", ...who });
        expect(status).toBe(401);
        expect(text).not.toContain(CANARY);
      }
    });
  }

  if (permission !== "public") {
    test("hides this workspace from the owner of another", async () => {
      const owner = await world.foreign.member("owner");
      for (const who of [owner, await world.foreign.key("*"), { ...owner, "x-heddle-workspace": world.home.id }]) {
        const { status, text } = await callAs(who);
        expect(text).not.toContain(CANARY);
        expect(text).not.toContain(world.home.id);
        if (fixture?.names === "object" || "x-heddle-workspace" in who) expect([401, 403, 404], text).toContain(status);
      }
    });
  }

  if (permission !== "public") {
    test("lets a viewer do what viewers may", async () => {
      const may = [
        "workspace:read",
        "workflows:read",
        "runs:read",
        "schedules:read",
        "variables:read",
        "knowledge:read",
      ];
      const allowed = may.includes(permission ?? "");
      const { status, text } = await callAs(await world.home.member("viewer"));
      if (!allowed) expect(status, text).toBe(403);
      else if (fixture?.isPersonal) expect(status, text).toBe(404);
      else expect(status, text).toBeLessThan(300);
    });
  }

  if (fixture?.isPersonal) {
    test("hides what is one member's own from an admin of the workspace", async () => {
      const { status, text } = await callAs(await world.home.member("admin"));
      expect(status).toBe(404);
      expect(text).not.toContain(CANARY);
    });
  }

  if (permission !== "public") {
    test("refuses a key with every other scope", async () => {
      const { status, text } = await callAs(
        await world.home.key(...allPermissions.filter((scope) => scope !== permission)),
      );
      expect(status).toBe(403);
      expect(text).not.toContain(CANARY);
    });
  }

  test("takes no ids of another workspace", async () => {
    const request = await fixture?.request(world);
    const owner = await world.home.member("owner");
    for (const variant of request?.withForeignIds ?? []) {
      const response = await ask(handler, { ...variant, method, headers: { ...variant.headers, ...owner } });
      expect([404, 422], await response.text()).toContain(response.status);
    }
  });
});

/** A stream may stay open: its beginning says enough. */
async function bounded(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response.text();
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

describe("the database alone", () => {
  test("hides every row of another workspace, with a scope and without", async () => {
    for (const fixture of Object.values(allFixtures)) if (!fixture.exempt) await fixture.request(world);
    const owner = new pg.Client(world.api.database.owner);
    await owner.connect();
    const { rows: tables } = await owner.query<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'workspace_id' order by 1`,
    );
    const count = async (table: string) => {
      const { rows } = await owner.query(`select count(*)::int as n from ${table} where workspace_id = $1`, [
        world.home.id,
      ]);
      return rows[0].n as number;
    };
    const seen: Record<string, number> = {};
    for (const { name } of tables) {
      seen[name] = await count(name);
      for (const scope of [world.foreign.id, ""]) {
        await owner.query("begin");
        await owner.query("set local role heddle_app");
        await owner.query("select set_config('heddle.workspace_id', $1, true)", [scope]);
        const visible = await count(name).catch((error: { code?: string }) => error.code);
        expect([0, "42501"], `${name} as ${scope || "no workspace"}`).toContain(visible);
        await owner.query("rollback");
      }
    }
    await owner.end();
    // The same statement as the tables' owner: there was something to hide.
    const knowledge = ["bases", "documents", "chunks", "sections", "jobs"].map((name) => `knowledge_${name}`);
    const talks = ["chats", "conversations", "conversation_messages"];
    for (const table of ["workflows", "versions", "members", "api_keys", ...knowledge, ...talks])
      expect(seen[table], table).toBeGreaterThan(0);
  });
});
