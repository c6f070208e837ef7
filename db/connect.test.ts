import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect as connectSocket } from "node:net";
import { neonConfig } from "@neondatabase/serverless";
import { afterEach, expect, test } from "vitest";
import { createWebSocketStream, WebSocketServer } from "ws";
import { connect, driverFor } from "./connect.ts";
import { emptyDatabase } from "./testing.ts";

test("only a host of neon.tech is reached through Neon's driver", () => {
  const url = (host: string) => ({ connectionString: `postgresql://u:p@${host}/db?sslmode=require` });
  expect(driverFor(url("ep-cool-1.eu-central-1.aws.neon.tech"))).toBe("neon");
  expect(driverFor(url("EP-COOL-1.AWS.NEON.TECH"))).toBe("neon");
  expect(driverFor({ host: "ep-cool-1.aws.neon.tech" })).toBe("neon");
  expect(driverFor(url("neon.tech.example.org"))).toBe("pg");
  expect(driverFor(url("127.0.0.1:5432"))).toBe("pg");
  expect(driverFor({ host: "/tmp/a.neon.tech.socket" })).toBe("pg");
  expect(driverFor({ connectionString: "postgresql:///db?host=/tmp" })).toBe("pg");
});

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

test("queries and transactions reach the database over a WebSocket", async () => {
  const database = await emptyDatabase("heddle");
  closers.push(() => database.drop());
  const bridge = await bridgeTo(`${database.connection.host}/.s.PGSQL.${database.connection.port}`);
  Object.assign(neonConfig, { wsProxy: () => bridge.address, useSecureWebSocket: false, pipelineConnect: false });

  const pool = connect({ connectionString: `postgresql://heddle@test.neon.tech/${database.connection.database}` });
  // Without a listener, the end of the bridge would count as an unhandled error of an idle connection.
  pool.on("error", () => undefined);
  closers.push(() => pool.end());
  const { rows } = await pool.query("select current_database() as name, $1::int + 1 as two", [1]);
  expect(rows).toEqual([{ name: database.connection.database, two: 2 }]);
  const client = await pool.connect();
  await client.query("begin");
  await client.query("insert into workspaces (id, slug, name) values ('w', 'w', 'W')");
  await client.query("rollback");
  client.release();
  expect((await pool.query("select count(*)::int as n from workspaces")).rows).toEqual([{ n: 0 }]);
  expect(bridge.connections()).toBeGreaterThan(0);
});

/** What Neon runs before its databases: a WebSocket whose messages are the bytes of a PostgreSQL connection. */
async function bridgeTo(socketPath: string) {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  let connections = 0;
  sockets.on("connection", (socket) => {
    connections++;
    const outside = createWebSocketStream(socket);
    const inside = connectSocket(socketPath);
    outside.pipe(inside).pipe(outside);
    outside.on("error", () => inside.destroy());
    inside.on("error", () => outside.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    for (const client of sockets.clients) client.terminate();
    server.close();
    await once(server, "close");
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}/`, connections: () => connections };
}
