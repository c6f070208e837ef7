import type { Database } from "#db/client.ts";
import { emailSchema, passwordSchema } from "../api/contracts/account.ts";
import { isApiKey } from "../auth/api-key.ts";
import { createOwner, hasAccounts, type NewOwner } from "../auth/create-owner.ts";
import type { HostAuth } from "../auth/host-auth.ts";
import type { Env } from "../config/env.ts";
import { isAppError } from "../errors.ts";

/**
 * Makes the owner named by `HEDDLE_OWNER_EMAIL` and `HEDDLE_OWNER_PASSWORD`, with `HEDDLE_OWNER_API_KEY` if given, on
 * the first start; on later ones, or when the variables are absent, nothing.
 * @throws Error that names the variable which does not parse
 */
export async function createFirstOwner(db: Database, env: Env): Promise<void> {
  const owner = ownerOf(env);
  if (!owner || (await hasAccounts(db))) return;
  try {
    await createOwner(db, owner);
  } catch (error) {
    // Another process of this instance was faster.
    if (!isAppError(error) || error.code !== "already_set_up") throw error;
  }
}

/** While there is no account, says how the first one is made. */
export async function announceSetUp(
  host: { db: Database; auth: HostAuth },
  url: string,
  log: (line: string) => void,
): Promise<void> {
  if (await hasAccounts(host.db)) return;
  log(`There is no account yet: open ${url} and make the first one, which owns this Heddle.`);
  log(`From another machine that takes this set-up token: ${host.auth.setupToken}`);
}

function ownerOf(env: Env): NewOwner | undefined {
  const { HEDDLE_OWNER_EMAIL: email, HEDDLE_OWNER_PASSWORD: password, HEDDLE_OWNER_API_KEY: apiKey } = env;
  if (email === undefined && password === undefined && apiKey === undefined) return undefined;
  if (email === undefined || password === undefined) {
    throw new Error("Set HEDDLE_OWNER_EMAIL and HEDDLE_OWNER_PASSWORD together: both make the owner's account.");
  }
  check("HEDDLE_OWNER_EMAIL", emailSchema.safeParse(email));
  check("HEDDLE_OWNER_PASSWORD", passwordSchema.safeParse(password));
  if (apiKey !== undefined && !isApiKey(apiKey)) {
    throw new Error(
      "HEDDLE_OWNER_API_KEY: a key starts with hk_ and goes on with at least 20 letters, digits, - or _.",
    );
  }
  const name = email.split("@")[0] ?? email;
  return { email: email.trim(), password, name, ...(apiKey !== undefined && { apiKey }) };
}

function check(name: string, result: { success: boolean; error?: { issues: { message: string }[] } }): void {
  if (!result.success) throw new Error(`${name}: ${result.error?.issues[0]?.message ?? "does not parse"}`);
}
