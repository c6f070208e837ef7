import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";

/**
 * Writes `docs/architecture/database.md` from the schema and the comments in it: `node bin/generate-database-docs.ts`.
 * A test fails when the page is stale.
 */
const PAGE = path.resolve(import.meta.dirname, "../docs/architecture/database.md");
const SCHEMA = path.resolve(import.meta.dirname, "../db/schema");

export async function databaseDocs(): Promise<string> {
  const files = readdirSync(SCHEMA).filter((name) => name.endsWith(".ts") && name !== "columns.ts");
  const sections = await Promise.all(files.sort().map(sectionOf));
  return `${introduction}\n${sections.join("\n")}`;
}

async function sectionOf(file: string): Promise<string> {
  const source = readFileSync(path.join(SCHEMA, file), "utf8");
  const exported = Object.entries((await import(path.join(SCHEMA, file))) as Record<string, unknown>);
  const tables = exported.filter((entry): entry is [string, PgTable] => isTable(entry[1]));
  // As they stand in the file: modules list their exports in another order.
  const at = (name: string) => source.indexOf(`export const ${name} = `);
  tables.sort(([a], [b]) => at(a) - at(b));
  const title = file.replace(/\.ts$/, "");
  const written = tables.map(([name, table]) => tableOf(name, table, source));
  return `## ${title[0]?.toUpperCase()}${title.slice(1)}\n\n${written.join("\n")}`;
}

function isTable(value: unknown): value is PgTable {
  return typeof value === "object" && value !== null && Symbol.for("drizzle:IsDrizzleTable") in value;
}

function tableOf(name: string, table: PgTable, source: string): string {
  const config = getTableConfig(table);
  const keyed = new Set(config.primaryKeys.flatMap(({ columns }) => columns.map((column) => column.name)));
  // Comments of columns are looked for from the table on, up to its end.
  const begin = source.indexOf(`export const ${name} = `);
  const own = source.slice(begin, endOf(source, begin));
  const rows = Object.entries(getTableColumns(table)).map(([key, column]) => {
    const marks = [
      column.primary || keyed.has(column.name) ? "key" : "",
      column.notNull ? "" : "may be empty",
      column.isUnique ? "unique" : "",
    ];
    return `| \`${column.name}\` | ${column.getSQLType()} | ${marks.filter(Boolean).join(", ")} | ${commentBefore(own, new RegExp(`\\b${key}: `))} |`;
  });
  const indexes = config.indexes.map(({ config: index }) => `\`${index.name}\`${index.unique ? " (unique)" : ""}`);
  return `### ${config.name}

${commentBefore(source, new RegExp(`export const ${name} = `))}

| column | type | | |
|---|---|---|---|
${rows.join("\n")}
${indexes.length > 0 ? `\nIndexes: ${indexes.join(", ")}.\n` : ""}`;
}

function endOf(source: string, begin: number): number {
  const next = source.indexOf("\nexport const ", begin + 1);
  return next === -1 ? source.length : next;
}

/** The comment that stands right before what `what` finds, as one line; empty where there is none. */
function commentBefore(source: string, what: RegExp): string {
  const found = what.exec(source);
  if (!found) return "";
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(source.slice(0, found.index));
  const text = comment?.[1] ?? "";
  return text
    .replaceAll(/\s*\n\s*\*?\s*/g, " ")
    .trim()
    .replaceAll("|", "\\|");
}

const introduction = `<!-- Written by bin/generate-database-docs.ts from db/schema. Do not edit. -->
# The database

PostgreSQL from version 15 on: the one that comes with Heddle, or any other by \`DATABASE_URL\`. Migrations in
\`db/migrations\` are applied at start; a schema newer than the code is refused.

Three roles do the work, and none of them owns a table. \`heddle_app\` sees the rows of one workspace: row-level security
compares \`workspace_id\` with \`heddle.workspace_id\`, which is set for each transaction. \`heddle_engine\` writes journals and
looks after runs, waits and triggers of all workspaces. \`heddle_auth\` finds out who somebody is, before a workspace is
known. Connections log in as \`heddle_login\`, or as the user in \`DATABASE_URL\`, who has no right but to take on one of
them; migrations are applied as the owner, whom \`DATABASE_MIGRATION_URL\` names. Times are \`timestamptz\`.
`;

if (import.meta.main) await writeFile(PAGE, await databaseDocs());
