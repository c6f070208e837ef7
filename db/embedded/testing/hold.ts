import { startEmbeddedPostgres } from "../start.ts";

/** A process that owns a data folder until it is killed, as a server does. Says what it got as one line of JSON. */
const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error("usage: hold.ts <data folder>");
try {
  const { connection, owner, pid, adopted, stop } = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  process.once("SIGTERM", () => void stop().then(() => process.exit(0)));
  console.log(JSON.stringify({ connection, owner, pid, adopted }));
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  console.log(JSON.stringify({ code, message }));
}
