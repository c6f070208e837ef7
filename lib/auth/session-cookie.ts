import { decode } from "next-auth/jwt";

/** One name with and without TLS: the cookie's `secure` flag says the rest. */
export const SESSION_COOKIE = "heddle.session";
export const SESSION_MAX_AGE_SECONDS = 30 * 24 * 60 * 60;

export interface SessionToken {
  sessionId: string;
  userId: string;
}

/** What the browser's cookie claims, its signature and time checked; whether the session still stands is in its row. */
export async function readSessionCookie(headers: Headers, secret: string): Promise<SessionToken | null> {
  const token = cookieValue(headers.get("cookie"), SESSION_COOKIE);
  if (!token) return null;
  try {
    const claims = await decode({ token, secret, salt: SESSION_COOKIE });
    if (typeof claims?.sub !== "string" || typeof claims.sid !== "string") return null;
    return { sessionId: claims.sid, userId: claims.sub };
  } catch {
    // Another key, another format, an expired token: all the same as none.
    return null;
  }
}

function cookieValue(header: string | null, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
