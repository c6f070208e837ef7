import { isJsonObject } from "../engine/json.ts";

/** Signing in and out from the browser, over Auth.js' own endpoints. */

export type SignInResult = { ok: true } | { ok: false; message: string };

const messages: Record<string, string> = {
  mismatch: "This e-mail address and password do not go together.",
  locked: "Too many tries. Wait a little and try again.",
};

export async function signIn(credentials: { email: string; password: string }): Promise<SignInResult> {
  const answer = await post("/api/auth/callback/credentials", credentials);
  if (answer === null) return { ok: false, message: "The server could not be reached. Try again." };
  const failure = new URL(answer, location.href).searchParams;
  if (!failure.has("error")) return { ok: true };
  return { ok: false, message: messages[failure.get("code") ?? ""] ?? "Signing in did not work. Try again." };
}

/** @returns false when the server could not be reached, and the session stands */
export async function signOut(): Promise<boolean> {
  return (await post("/api/auth/signout", {})) !== null;
}

/** Auth.js answers where it would have sent the browser, with what went wrong in that address. Null: something else answered. */
async function post(path: string, fields: Record<string, string>): Promise<string | null> {
  try {
    const csrfToken = textIn(await (await fetch("/api/auth/csrf")).json(), "csrfToken");
    if (csrfToken === null) return null;
    const response = await fetch(path, {
      method: "POST",
      headers: { "x-auth-return-redirect": "1" },
      body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: location.origin }),
    });
    return textIn(await response.json(), "url");
  } catch {
    return null;
  }
}

function textIn(answer: unknown, name: string): string | null {
  const value = isJsonObject(answer) ? answer[name] : null;
  return typeof value === "string" ? value : null;
}
