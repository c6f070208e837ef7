import type { Metadata } from "next";
import { ProfilePage } from "#components/settings/profile-page.tsx";
import { requireMember } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Profile" };

export default async function Page() {
  const { me } = await requireMember();
  return <ProfilePage user={me.user} />;
}
