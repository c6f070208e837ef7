import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import { apiKeys, members, sessions, users, workspaces } from "#db/schema/auth.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { generateApiKey } from "../../auth/api-key.ts";
import type { Role, Scope } from "../../auth/permissions.ts";
import { SESSION_COOKIE } from "../../auth/session-cookie.ts";
import { parseEnv } from "../../config/env.ts";
import { createHost, type Host } from "../../host/create-host.ts";
import { setHost } from "../../host/host.ts";
import { newId } from "../../ids.ts";
import type { RouteHandler } from "../route.ts";

export const ORIGIN = "http://localhost:3000";

/** The whole product on a database of its own, without a port: route handlers are called as functions. */
export interface TestApi {
  host: Host;
  database: TestDatabase;
  close(): Promise<void>;
}

/** @param more environment variables, for another runtime say */
export async function startTestApi(more: Record<string, string> = {}): Promise<TestApi> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-api-"));
  const env = parseEnv({ HEDDLE_DATA_DIR: dataDir, HEDDLE_SECRET_KEY: "k".repeat(32), ...more });
  const host = await createHost({ env, connection: database.connection, log: () => undefined });
  setHost(host);
  return {
    host,
    database,
    async close() {
      setHost(undefined);
      await host.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Headers that say who calls. */
export type Credentials = Record<string, string>;
export const nobody: Credentials = {};

export interface TestWorkspace {
  id: string;
  ownerId: string;
  /** A signed-in member of that role, as a browser. */
  member(role: Role): Promise<Credentials>;
  /** A key made by the owner. */
  key(...scopes: Scope[]): Promise<Credentials>;
}

export async function makeWorkspace({ host }: TestApi, slug: string): Promise<TestWorkspace> {
  const id = newId("ws");
  const ownerId = newId("usr");
  await host.db.withAuth(async (tx) => {
    await tx.insert(workspaces).values({ id, slug, name: slug });
    await tx.insert(users).values({ id: ownerId, email: `owner@${slug}.test`, name: `Owner of ${slug}` });
    await tx.insert(members).values({ workspaceId: id, userId: ownerId, role: "owner" });
  });
  return {
    id,
    ownerId,
    async member(role) {
      const userId = role === "owner" ? ownerId : newId("usr");
      if (role !== "owner") {
        await host.db.withAuth(async (tx) => {
          await tx.insert(users).values({ id: userId, email: `${userId}@${slug}.test`, name: `${role} of ${slug}` });
          await tx.insert(members).values({ workspaceId: id, userId, role });
        });
      }
      return signedIn(host, userId);
    },
    async key(...scopes) {
      const { key, prefix, hash } = generateApiKey();
      const row = { id: newId("key"), workspaceId: id, name: scopes.join(), prefix, hash, scopes, createdBy: ownerId };
      await host.db.withAuth((tx) => tx.insert(apiKeys).values(row));
      return { authorization: `Bearer ${key}` };
    },
  };
}

/** A session as Auth.js would have opened it, without the password's hashing. */
async function signedIn(host: Host, userId: string): Promise<Credentials> {
  const sid = newId("ses");
  const expiresAt = new Date(Date.now() + 3_600_000);
  await host.db.withAuth((tx) => tx.insert(sessions).values({ id: sid, userId, expiresAt }));
  const token = await encode({ token: { sub: userId, sid }, secret: host.auth.secret, salt: SESSION_COOKIE });
  return { cookie: `${SESSION_COOKIE}=${token}`, origin: ORIGIN };
}

export interface Ask {
  method: string;
  /** Below the origin, with the query string. */
  path: string;
  params?: Record<string, string | string[]>;
  /** Sent as JSON; a string or a stream as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

export async function ask(handler: RouteHandler, { method, path, params = {}, body, headers }: Ask): Promise<Response> {
  const raw = typeof body === "string" || body instanceof ReadableStream;
  const request = new Request(new URL(path, ORIGIN), {
    method,
    headers: { host: "localhost:3000", ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
    ...(body instanceof ReadableStream && { duplex: "half" }),
  } as RequestInit);
  return handler(request, { params: Promise.resolve(params) });
}
