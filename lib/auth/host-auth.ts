import { hkdfSync, randomBytes } from "node:crypto";
import { createMemoryRateLimit, type MemoryRateLimit } from "../rate-limit/adapters/memory-rate-limit.ts";
import { createLimiter, type Limiter } from "./limiter.ts";

/** What signing in needs of the process: keys derived from the master key, and a bound on password hashing. */
export interface HostAuth {
  /** Key of Auth.js for its session tokens (`AUTH_SECRET`). */
  secret: string;
  /** Lets somebody on another machine make the first account; printed at start while there is none. */
  setupToken: string;
  /** Public origin, `https://heddle.example.org`; undefined: whatever the browser asked for. */
  origin: string | undefined;
  /** Hashing a password takes a thread for tens of milliseconds: a flood of sign-ins must not take them all. */
  hashing: Limiter;
  /** Wrong passwords and proofs by address. Of this process alone: whoever guesses must not wait for anybody's answer. */
  guesses: MemoryRateLimit;
}

/** @param secretKey the master key (`HEDDLE_SECRET_KEY`, or the one kept in the data folder) */
export function createHostAuth(options: { secretKey: string; url: string | undefined }): HostAuth {
  // Tools and tests start without a master key: their sessions end with the process.
  const master = options.secretKey === "" ? randomBytes(32) : options.secretKey;
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync("sha256", master, "heddle", purpose, bytes)).toString("base64url");
  return {
    secret: derive("auth-secret", 32),
    setupToken: derive("setup-token", 18),
    origin: options.url === undefined ? undefined : new URL(options.url).origin,
    hashing: createLimiter({ running: 2, waiting: 200 }),
    guesses: createMemoryRateLimit(),
  };
}
