import "server-only";
import { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { Host } from "../host/create-host.ts";
import { clientAddress } from "./peer.ts";
import { SESSION_COOKIE, SESSION_MAX_AGE_SECONDS } from "./session-cookie.ts";
import { revokeSession, signInWithPassword } from "./sign-in.ts";

class SignInRefused extends CredentialsSignin {
  constructor(reason: "mismatch" | "locked") {
    super();
    this.code = reason;
  }
}

/** Auth.js on top of the instance's own accounts: its JWT names a row of `sessions`, and counts only while that stands. */
export function authConfig(host: Pick<Host, "db" | "auth">): NextAuthConfig {
  return {
    secret: host.auth.secret,
    basePath: "/api/auth",
    trustHost: true,
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_SECONDS },
    cookies: { sessionToken: { name: SESSION_COOKIE, options: cookieOptions(host.auth.origin) } },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (given, request) => authorize(host, given, request),
      }),
    ],
    callbacks: {
      // `authorize` gives a user both, and so every token has its own.
      jwt: ({ token, user }) =>
        user ? { sub: user.id as string, sid: (user as { sessionId?: string }).sessionId } : token,
      session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub as string } }),
    },
    events: {
      signOut: async (message) => {
        const sessionId = "token" in message ? message.token?.sid : undefined;
        if (typeof sessionId === "string") await revokeSession(host.db, sessionId);
      },
    },
    logger: { error: logUnlessExpected },
  };
}

async function authorize(host: Pick<Host, "db" | "auth">, given: Partial<Record<string, unknown>>, request: Request) {
  const { email, password } = given;
  if (typeof email !== "string" || typeof password !== "string") throw new SignInRefused("mismatch");
  if (email.length > 254 || password.length > 200) throw new SignInRefused("mismatch");
  const device = { address: clientAddress(request.headers), userAgent: request.headers.get("user-agent") };
  const outcome = await signInWithPassword(host, { email, password }, device);
  if (!outcome.ok) throw new SignInRefused(outcome.reason);
  return { ...outcome.user, sessionId: outcome.sessionId };
}

function cookieOptions(origin: string | undefined) {
  const secure = origin?.startsWith("https:") ?? false;
  return { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
}

/** What a visitor does wrong is no fault of the server. */
const expected: ReadonlySet<string> = new Set(["CredentialsSignin", "MissingCSRF"]);

function logUnlessExpected(error: Error): void {
  const type = "type" in error ? String(error.type) : error.name;
  if (!expected.has(type)) console.error("Signing in failed:", error);
}
