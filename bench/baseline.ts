import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";

/**
 * What the same machine does without Heddle: `node:http` that reads and answers JSON, and, with a socket folder and port of
 * PostgreSQL, one prepared insert committed before each answer.
 */
const [socket, port] = process.argv.slice(2);
const pool = socket
  ? new pg.Pool({ host: socket, port: Number(port), user: "heddle", database: "postgres", max: 10 })
  : undefined;
await pool?.query("create table if not exists bench_baseline (id bigint generated always as identity, body text)");
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as { price: number; count: number };
  if (pool)
    await pool.query({
      name: "bench",
      text: "insert into bench_baseline (body) values ($1)",
      values: [JSON.stringify(body)],
    });
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ total: body.price * body.count }));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
process.on("SIGTERM", () => process.exit(0));
