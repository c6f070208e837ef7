import pg from "pg";

/** No figure without them. */
export async function requireDurability(postgres: { host: string; port: number }): Promise<Record<string, string>> {
  const client = new pg.Client({ host: postgres.host, port: postgres.port, user: "heddle", database: "postgres" });
  await client.connect();
  const settings: Record<string, string> = {};
  for (const name of ["fsync", "synchronous_commit", "full_page_writes", "server_version"]) {
    const { rows } = await client.query<Record<string, string>>(`show ${name}`);
    settings[name] = rows[0]?.[name] ?? "?";
  }
  await client.end();
  for (const name of ["fsync", "synchronous_commit", "full_page_writes"])
    if (settings[name] !== "on") throw new Error(`${name} is ${settings[name]}: what is measured would not be durable`);
  return settings;
}
