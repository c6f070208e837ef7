import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { SignInForm } from "#components/settings/sign-in-form.tsx";
import { safeReturnAddress } from "#components/shared/return-address.ts";
import { isSignedIn, pageSetUpStatus } from "#lib/auth/page-session.ts";
import { SESSION_COOKIE } from "#lib/auth/session-cookie.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function Page({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  const address = safeReturnAddress(typeof next === "string" ? next : null);
  if ((await pageSetUpStatus()).needed) redirect("/setup");
  if (await isSignedIn()) redirect(address);
  const hadSession = (await cookies()).has(SESSION_COOKIE);
  const reason = hadSession ? "expired" : typeof next === "string" ? "sent" : "fresh";
  return (
    <div className="min-h-full bg-surface">
      <SignInForm next={address} reason={reason} />
    </div>
  );
}
