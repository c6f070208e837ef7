import { signOut as endSession } from "#lib/auth/client.ts";

/** Ends the session and shows the sign-in page. @returns why it did not work, or null once it did */
export async function signOut(): Promise<string | null> {
  if (!(await endSession())) return "The server could not be reached. Try again when it can.";
  // A full load, so that nothing this person saw stays in memory.
  window.location.assign("/sign-in");
  return null;
}
