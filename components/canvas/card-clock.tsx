import { formatDuration } from "#components/shared/format-duration.ts";
import { useNow } from "#components/shared/use-now.ts";

/** "Running 3.2 s": only the text of this one card renders with the clock. */
export function CardClock({ text, since }: { text: string; since: number }) {
  const now = useNow(200);
  return (
    <>
      {text} {formatDuration(Math.max(0, now.getTime() - since))}
    </>
  );
}
