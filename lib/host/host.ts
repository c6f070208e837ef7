import type { Host } from "./create-host.ts";

/**
 * How routes reach what `server.ts` made. Only a type is imported: a route that asks for `host()` does not bundle the
 * engine. Never call it at module level; the build has no database.
 */
const KEY = Symbol.for("heddle.host");
type Holder = { [KEY]?: Host };

export function setHost(host: Host | undefined): void {
  (globalThis as Holder)[KEY] = host;
}

export function hasHost(): boolean {
  return (globalThis as Holder)[KEY] !== undefined;
}

/** @throws when the process was started without `createHost` */
export function host(): Host {
  const current = (globalThis as Holder)[KEY];
  if (!current)
    throw new Error("No host: start the product with `npm start`, or call createHost() and setHost() first.");
  return current;
}
