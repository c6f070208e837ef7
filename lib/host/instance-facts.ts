import "server-only";
import type { Host } from "./create-host.ts";

export interface InstanceFact {
  name: string;
  text: string;
  state: "ok" | "warning";
}

/** What is true of this instance, in words for whoever sets it up. */
export async function instanceFacts({ env, db }: Host): Promise<InstanceFact[]> {
  const { rows } = await db.engine.query<{ version: string }>("select current_setting('server_version') as version");
  const version = rows[0]?.version.split(" ")[0] ?? "";
  const isEmbedded = env.DATABASE_URL === undefined;
  return [
    { name: "Database", text: `${isEmbedded ? "Built-in PostgreSQL" : "Your PostgreSQL"} ${version}`, state: "ok" },
    {
      name: "Secret key",
      text:
        process.env.HEDDLE_SECRET_KEY || process.env.HEDDLE_SECRET_KEY_FILE
          ? "From the environment"
          : "In the data folder, readable by this user only",
      state: "ok",
    },
    {
      name: "Runs",
      text: env.HEDDLE_RUNTIME === "inngest" ? "Driven by Inngest" : "In this process, kept in the database",
      state: "ok",
    },
    env.HEDDLE_URL
      ? { name: "Address", text: env.HEDDLE_URL, state: "ok" }
      : {
          name: "Address",
          text: "Not set. Webhooks from outside need a public address: set HEDDLE_URL.",
          state: "warning",
        },
  ];
}
