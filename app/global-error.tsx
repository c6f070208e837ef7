"use client";

import { MessagePage } from "#components/shared/message-page.tsx";
import { Button } from "#components/ui/button.tsx";
import "./globals.css";

interface GlobalErrorProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** The last resort, when even the frame around the pages failed. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Something broke · Heddle</title>
        <MessagePage
          title="Heddle could not be shown"
          action={
            <Button variant="primary" size="lg" onClick={reset}>
              Try again
            </Button>
          }
          note={error.digest ? `Reference ${error.digest}` : undefined}
        >
          Runs are not affected. If trying again does not help, the server&apos;s log says why.
        </MessagePage>
      </body>
    </html>
  );
}
