import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "#components/settings/sign-in-form.tsx";
import { safeReturnAddress } from "#components/shared/return-address.ts";
import { isSignedIn, pageSetUpStatus } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function Page({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  const address = safeReturnAddress(typeof next === "string" ? next : null);
  if ((await pageSetUpStatus()).needed) redirect("/setup");
  if (await isSignedIn()) redirect(address);
  return (
    <div className="min-h-full bg-surface">
      <SignInForm next={address} wasSent={typeof next === "string"} />
    </div>
  );
}
