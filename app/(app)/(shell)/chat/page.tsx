import type { Metadata } from "next";
import { NewChat } from "#components/chat/new-chat.tsx";

export const metadata: Metadata = { title: "Chat" };

export default async function Page({ searchParams }: { searchParams: Promise<{ with?: string | string[] }> }) {
  const { with: wanted } = await searchParams;
  return <NewChat key={String(wanted)} wanted={typeof wanted === "string" ? wanted : null} />;
}
