import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import type { Database } from "#db/client.ts";
import { AppError } from "../errors.ts";
import { createOwner, hasAccounts, type NewOwner } from "./create-owner.ts";
import type { HostAuth } from "./host-auth.ts";
import { isFromThisMachine } from "./peer.ts";

type SetUpHost = { db: Database; auth: HostAuth };

export async function setUpStatus(
  host: SetUpHost,
  headers: Headers,
): Promise<{ needed: boolean; tokenNeeded: boolean }> {
  const needed = !(await hasAccounts(host.db));
  return { needed, tokenNeeded: needed && !isFromThisMachine(headers) };
}

/**
 * The first visit makes the owner: from this machine just so, from elsewhere with the token printed at start.
 * @throws AppError `setup_token_needed` (403), `already_set_up` (409)
 */
export async function setUpOwner(host: SetUpHost, headers: Headers, owner: NewOwner & { token?: string | undefined }) {
  const { token, ...account } = owner;
  if (!isFromThisMachine(headers) && !isToken(token, host.auth.setupToken)) {
    const message =
      "The first account can be made from another machine only with the set-up token. The server prints it when it starts.";
    throw new AppError("setup_token_needed", 403, message);
  }
  return createOwner(host.db, account);
}

function isToken(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given.trim()), digest(expected));
}
