import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ShownRound } from "./shown-rounds.ts";

interface RoundPickerProps {
  /** The container's, for those who do not see it. */
  title: string;
  round: ShownRound;
  onPick(index: number): void;
}

/** Which round of a container the cards inside of it show, and the way to its neighbours. Rounds are counted from 1 for people. */
export function RoundPicker({ title, round, onPick }: RoundPickerProps) {
  const { all, index } = round;
  const place = all.indexOf(index);
  const step = (by: number) => {
    const next = all[place + by];
    if (next !== undefined) onPick(next);
  };
  // A press here is neither a drag of the frame nor a click on it.
  const stop = (event: { stopPropagation(): void }) => event.stopPropagation();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps presses from the frame
    <span
      className="round-picker nodrag"
      data-status={round.status}
      onClick={stop}
      onKeyDown={stop}
      onPointerDown={stop}
    >
      <button type="button" aria-label={`Round before, of ${title}`} disabled={place <= 0} onClick={() => step(-1)}>
        <ChevronLeft size={13} aria-hidden />
      </button>
      <output aria-label={`Round of ${title}`}>
        {(index + 1).toLocaleString("en")} / {((all.at(-1) ?? index) + 1).toLocaleString("en")}
      </output>
      <button
        type="button"
        aria-label={`Next round of ${title}`}
        disabled={place >= all.length - 1}
        onClick={() => step(1)}
      >
        <ChevronRight size={13} aria-hidden />
      </button>
    </span>
  );
}
