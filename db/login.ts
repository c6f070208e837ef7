import type pg from "pg";
import { connect } from "./connect.ts";
import type { Connection } from "./pool.ts";
import { postgresError } from "./postgres-error.ts";
import { StartError } from "./start-error.ts";

/** What a transaction takes on; the login by itself may do nothing. */
const ROLES = ["heddle_app", "heddle_engine", "heddle_auth"];
const FIRST_WITH_GRANT_OPTIONS = 16;

/**
 * Lets `login` take on the roles of the work, and no more: without a role it has none of their rights.
 * @param client as whoever made those roles, alone at it
 * @throws StartError when that user may not
 */
export async function admitLogin(client: pg.ClientBase, login: string): Promise<void> {
  const { rows } = await client.query<{ major: number; owner: string }>(
    "select current_setting('server_version_num')::int / 10000 as major, current_user::text as owner",
  );
  const { major = 0, owner = "" } = rows[0] ?? {};
  const isNew = major >= FIRST_WITH_GRANT_OPTIONS;
  const { rows: lacking } = await client.query(
    "select from unnest($2::text[]) as role where not pg_has_role($1, role, $3)",
    [login, ROLES, isNew ? "SET" : "MEMBER"],
  );
  if (lacking.length === 0) return;
  const options = isNew ? " WITH INHERIT FALSE, SET TRUE" : "";
  const grant = `GRANT ${ROLES.join(", ")} TO ${client.escapeIdentifier(login)}${options}`;
  try {
    await client.query(grant);
  } catch (error) {
    if (postgresError(error)?.code !== "42501") throw error;
    throw new StartError(
      "rights_missing",
      `The database user "${owner}" may not give "${login}" the roles it works with. As an administrator run once:  ${grant};`,
      error,
    );
  }
}

/** Who logs in there, and whether they could change the schema or pass row-level security. */
export async function inspectLogin(connection: Connection): Promise<{ login: string; isMighty: boolean }> {
  const pool = connect({ ...connection, max: 1, application_name: "heddle-login" });
  pool.on("error", () => undefined);
  try {
    const { rows } = await pool.query<{ login: string; isMighty: boolean }>(`
      select session_user::text as login,
        has_database_privilege(session_user, current_database(), 'CREATE')
          or has_schema_privilege(session_user, 'public', 'CREATE')
          or exists (
            select from pg_roles
            where (rolsuper or rolbypassrls or rolcreaterole) and pg_has_role(session_user, pg_roles.oid, 'MEMBER')
          )
          or exists (
            select from pg_class
            where relnamespace = 'public'::regnamespace and pg_has_role(session_user, relowner, 'MEMBER')
          ) as "isMighty"`);
    return rows[0] ?? { login: "", isMighty: true };
  } finally {
    await pool.end();
  }
}
