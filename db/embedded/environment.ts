/** PostgreSQL sees nothing of the product's environment: no secrets, no `PG*` variables, no `LD_PRELOAD`. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const environment = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
  // Next's types put a required NODE_ENV into every environment, also into those of other programs.
  return environment as unknown as NodeJS.ProcessEnv;
}
