import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { host } from "../host/host.ts";
import { authenticate, type Caller } from "./caller.ts";
import { readMe } from "./queries.ts";
import { setUpStatus } from "./set-up.ts";

/** Who a page is made for; without a session the visitor is sent to sign in, or to set up a new instance. */
export async function requirePageCaller(): Promise<Caller> {
  const current = await headers();
  const caller = await authenticate(current, host());
  if (caller) return caller;
  const { needed } = await setUpStatus(host(), current);
  if (needed) redirect("/setup");
  const from = current.get("x-heddle-path");
  redirect(from && from !== "/" ? `/sign-in?next=${encodeURIComponent(from)}` : "/sign-in");
}

/** The signed-in member with their workspace, as pages show them. */
export async function requireMember() {
  const caller = await requirePageCaller();
  return { caller, me: await host().db.withWorkspace(caller, (tx) => readMe(tx, caller)) };
}

/** True when somebody is signed in already. */
export async function isSignedIn(): Promise<boolean> {
  return (await authenticate(await headers(), host())) !== null;
}

export async function pageSetUpStatus() {
  return setUpStatus(host(), await headers());
}
