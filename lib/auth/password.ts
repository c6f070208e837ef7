import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** OWASP's first choice for argon2id, which is the library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a password nobody has: an unknown account must cost as much time as a known one. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$XQ0rGv1VYxOB6DCmCNhCsGm3yvOcTTJ+C2eWJbTh2dg";

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** @param stored null for an account that is not there or has no password */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? NOBODY, password);
  return matches && stored !== null;
}
