import type { Metadata } from "next";
import Link from "next/link";
import { MessagePage } from "#components/shared/message-page.tsx";
import { Button } from "#components/ui/button.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <MessagePage
      title="There is nothing at this address"
      action={
        <Button asChild variant="primary" size="lg">
          <Link href="/workflows">Go to workflows</Link>
        </Button>
      }
    >
      It may have been deleted, it may belong to a workspace you are not in, or the address has a typing mistake.
    </MessagePage>
  );
}
