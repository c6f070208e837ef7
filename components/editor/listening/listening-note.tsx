import { Radio } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { TimeLeft } from "./time-left.tsx";
import { isListening, useListen, useListensHere, useShowTestCalls, useTestListener } from "./use-test-listener.ts";

/** Says on the canvas that calls from outside run the draft now, for how long, and ends it. That it began was announced. */
export function ListeningNote() {
  useShowTestCalls();
  const listener = useTestListener();
  const here = useListensHere();
  const { stop } = useListen();
  if (!isListening(listener) || !listener?.listeningUntil) return null;
  return (
    <section
      aria-label="Test calls"
      className="absolute top-3 left-1/2 z-10 flex max-w-[calc(100%-24px)] -translate-x-1/2 items-center gap-2 whitespace-nowrap rounded-card border border-line-2 bg-raised py-[3px] pr-[3px] pl-2.5 text-fg-2 text-small shadow-float max-md:top-[72px] max-md:left-3 max-md:translate-x-0"
    >
      <Radio aria-hidden className="size-3.5 shrink-0 animate-pulse text-run motion-reduce:animate-none" />
      <span>
        {here ? "Listening for test calls" : "Somebody listens for test calls"}
        <span className="max-sm:hidden">
          {", "}
          <TimeLeft until={listener.listeningUntil} /> left
        </span>
      </span>
      <Button size="sm" variant="ghost" busy={stop.isPending} onClick={() => stop.mutate()}>
        Stop
      </Button>
    </section>
  );
}
