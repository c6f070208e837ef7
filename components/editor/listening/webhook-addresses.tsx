import { Radio } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { DocumentNode } from "#lib/engine/document.ts";
import { AddressRow } from "../address-row.tsx";
import { useEditor } from "../editor-context.tsx";
import { useInstanceOrigin } from "../instance-origin.ts";
import { webhookDoor } from "../webhook-door.ts";
import { isListening, useListen, useListensHere, useTestListener } from "./use-test-listener.ts";

/** Where a webhook is called: the live address, and the test address that runs the draft while somebody listens. */
export function WebhookAddresses({ record }: { record: DocumentNode }) {
  const { readOnly } = useEditor();
  const origin = useInstanceOrigin();
  const listener = useTestListener();
  const { start, stop } = useListen();
  const { methods, path } = webhookDoor(record.config);
  const listening = isListening(listener);
  const here = useListensHere();
  return (
    <section aria-label="Addresses" className="flex flex-col gap-2 border-line border-b p-3">
      <span className="font-medium text-fg-2 text-small">Address, once published</span>
      <AddressRow how={methods} text={`${origin}/api/webhooks/${path}`} />
      {!readOnly && listening && listener?.address && (
        <>
          <span className="font-medium text-fg-2 text-small">Test address, runs the draft</span>
          <AddressRow how={methods} text={`${origin}${listener.address}/${path}`} label="Copy test address" />
        </>
      )}
      {!readOnly && (
        <Button
          className="self-start"
          disabled={record.disabled}
          busy={start.isPending || stop.isPending}
          onClick={() => (here ? stop.mutate() : start.mutate())}
        >
          {!start.isPending && !stop.isPending && <Radio aria-hidden className="size-4" />}
          {here ? "Stop listening" : listening ? "Listen here instead" : "Listen for test calls"}
        </Button>
      )}
      {!readOnly && !here && (
        <p className="text-fg-3 text-micro">
          {listening
            ? "Calls show on the canvas of whoever began to listen."
            : "Opens a test address for ten minutes. Each call runs the draft and shows here on the canvas."}
        </p>
      )}
    </section>
  );
}
