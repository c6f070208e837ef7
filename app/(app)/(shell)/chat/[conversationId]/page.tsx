import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ConversationPage } from "#components/chat/conversation-page.tsx";
import { requirePageCaller } from "#lib/auth/page-session.ts";
import { findConversation } from "#lib/chat/find-conversation.ts";

interface Props {
  params: Promise<{ conversationId: string }>;
}

async function open({ params }: Props) {
  const { conversationId } = await params;
  const conversation = await findConversation(await requirePageCaller(), conversationId);
  if (!conversation) notFound();
  return conversation;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await open(props)).title };
}

export default async function Page(props: Props) {
  const { id } = await open(props);
  return <ConversationPage key={id} id={id} />;
}
