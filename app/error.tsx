"use client";

import Link from "next/link";
import { MessagePage } from "#components/shared/message-page.tsx";
import { Button } from "#components/ui/button.tsx";

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <MessagePage
      title="This page could not be shown"
      action={
        <>
          <Button variant="primary" size="lg" onClick={reset}>
            Try again
          </Button>
          <Button asChild variant="ghost" size="lg">
            <Link href="/workflows">Go to workflows</Link>
          </Button>
        </>
      }
      note={error.digest ? `Reference ${error.digest}` : undefined}
    >
      Runs are not affected: they go on whether or not anybody watches. If trying again does not help, the server&apos;s
      log says why under the reference below.
    </MessagePage>
  );
}
