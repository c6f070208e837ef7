import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { InstanceFacts } from "#components/settings/instance-facts.tsx";
import { SetUpForm } from "#components/settings/set-up-form.tsx";
import { pageSetUpStatus } from "#lib/auth/page-session.ts";
import { host } from "#lib/host/host.ts";
import { instanceFacts } from "#lib/host/instance-facts.ts";
import product from "../../../package.json" with { type: "json" };

export const metadata: Metadata = { title: "Set up" };

export default async function Page() {
  const { needed, tokenNeeded } = await pageSetUpStatus();
  if (!needed) redirect("/sign-in");
  // Whoever has not shown the token yet learns nothing about the machine.
  if (tokenNeeded) return <SetUpForm tokenNeeded />;
  return (
    <div className="grid min-h-full grid-cols-[minmax(0,1fr)_520px] bg-surface max-lg:grid-cols-1">
      <SetUpForm tokenNeeded={false} />
      <InstanceFacts facts={await instanceFacts(host())} version={product.version} />
    </div>
  );
}
