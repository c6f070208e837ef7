import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DocsFrame } from "#components/docs/frame/docs-frame.tsx";
import { isSignedIn } from "#lib/auth/page-session.ts";
import { docsNavigation } from "#lib/docs/navigation.ts";

export const metadata: Metadata = { title: { default: "Documentation", template: "%s · Heddle docs" } };

/** Open to everyone: it says nothing that the source code does not say, and nothing of a workspace (docs/adr/0021). */
export default async function DocsLayout({ children }: { children: ReactNode }) {
  const [sections, signedIn] = await Promise.all([docsNavigation(), isSignedIn()]);
  const home = signedIn ? { href: "/workflows", label: "Back to Heddle" } : { href: "/sign-in", label: "Sign in" };
  return (
    <DocsFrame sections={sections} home={home}>
      {children}
    </DocsFrame>
  );
}
