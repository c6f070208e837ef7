"use client";

import { Clock, Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { seconds } from "#components/canvas/run-log.tsx";
import { formatDuration } from "#components/shared/format-duration.ts";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { terminalStates } from "#lib/engine/events.ts";
import { cn } from "#lib/utils.ts";
import type { EventLine } from "./event-words.ts";
import { useOpenRun, useOverlay } from "./run-context.tsx";
import { timeScale } from "./time-scale.ts";
import { useEventLines } from "./use-event-lines.ts";

const SHORTEST_MS = 40;
const LONGEST_MS = 1_500;
const speeds = { half: 0.5, one: 1, four: 4 } as const;
type Speed = keyof typeof speeds;

/** Moves through the run: a tick for every event, long waits folded, and played back as it happened. */
export function TimeBar() {
  const lines = useEventLines();
  const { overlay } = useOpenRun();
  const at = useOverlay((state) => state.at);
  const isOver = useOverlay((state) => terminalStates.has(state.live.state) && state.live.seq > 0);
  const [speed, setSpeed] = useState<Speed>("one");
  const index = at === null ? lines.length - 1 : lines.findLastIndex(({ seq }) => seq <= at);
  const go = (to: number) => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, to))];
    // The end of what is known is now: a run that goes on is followed again.
    if (line) overlay.getState().seek(to >= lines.length - 1 ? null : line.seq);
  };
  const [playing, setPlaying] = usePlayback(lines, index, speeds[speed], go);
  const start = lines[0]?.at ?? 0;
  const now = lines[index];
  return (
    <section
      aria-label="Time"
      className="flex h-[76px] shrink-0 items-center gap-4 border-line border-t bg-surface px-4 max-md:h-auto max-md:flex-wrap max-md:gap-x-2 max-md:gap-y-1 max-md:px-3 max-md:py-2"
    >
      <div className="flex items-center gap-1 max-md:order-2">
        <IconButton label="To the beginning" disabled={index <= 0} onClick={() => go(0)}>
          <SkipBack aria-hidden className="size-4" />
        </IconButton>
        <IconButton label="One event back" disabled={index <= 0} onClick={() => go(index - 1)}>
          <StepBack aria-hidden className="size-4" />
        </IconButton>
        <button
          type="button"
          aria-label={playing ? "Pause" : "Play it back"}
          onClick={() => {
            if (!playing && index >= lines.length - 1) go(0);
            setPlaying(!playing);
          }}
          className="grid size-9 place-items-center rounded-full bg-primary text-primary-foreground hover:bg-primary-hover"
        >
          {playing ? <Pause aria-hidden className="size-4" /> : <Play aria-hidden className="size-4" />}
        </button>
        <IconButton label="One event on" disabled={index >= lines.length - 1} onClick={() => go(index + 1)}>
          <StepForward aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={isOver ? "To the end" : "To now"} disabled={at === null} onClick={() => go(lines.length)}>
          <SkipForward aria-hidden className="size-4" />
        </IconButton>
      </div>
      <Track lines={lines} index={index} go={go} />
      <div className="w-28 shrink-0 text-right max-md:order-3 max-md:ml-auto">
        <p className="font-medium">{now ? `${seconds(now.at - start)} s` : ""}</p>
        <p className="whitespace-nowrap text-fg-3 text-micro">
          {lines.length > 0 && at === null && !isOver ? "Live, " : ""}
          {lines.length === 0 ? "Loading" : `event ${index + 1} of ${lines.length}`}
        </p>
      </div>
      <Segmented
        size="sm"
        className="max-lg:hidden"
        label="Speed"
        value={speed}
        onValueChange={setSpeed}
        options={[
          { value: "half", label: "½×" },
          { value: "one", label: "1×" },
          { value: "four", label: "4×" },
        ]}
      />
      {at === null ? null : (
        <Button size="sm" variant="ghost" className="max-md:order-3" onClick={() => overlay.getState().seek(null)}>
          {isOver ? "Show the end" : "Follow live"}
        </Button>
      )}
    </section>
  );
}

/** Goes from event to event in the time they took; long waits are cut short. */
function usePlayback(lines: readonly EventLine[], index: number, speed: number, go: (to: number) => void) {
  const [playing, setPlaying] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one timer an event; `go` is new with every render
  useEffect(() => {
    if (!playing) return;
    const next = lines[index + 1];
    if (!next) {
      setPlaying(false);
      return;
    }
    const wait = (next.at - (lines[index]?.at ?? next.at)) / speed;
    const timer = setTimeout(() => go(index + 1), Math.min(LONGEST_MS, Math.max(SHORTEST_MS, wait)));
    return () => clearTimeout(timer);
  }, [playing, index, speed, lines]);
  return [playing, setPlaying] as const;
}

const MOST_TICKS = 400;

function Track({ lines, index, go }: { lines: readonly EventLine[]; index: number; go(to: number): void }) {
  const scale = useMemo(() => timeScale(lines.map(({ at }) => at)), [lines]);
  const every = Math.ceil(lines.length / MOST_TICKS);
  const here = scale.places[index] ?? 0;
  const start = lines[0]?.at ?? 0;
  const now = lines[index];
  const toPointer = (event: React.PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const place = (event.clientX - left) / width;
    let nearest = 0;
    for (const [i, other] of scale.places.entries())
      if (Math.abs(other - place) < Math.abs((scale.places[nearest] ?? 0) - place)) nearest = i;
    if (nearest !== index) go(nearest);
  };
  return (
    <div
      className="relative h-12 min-w-0 flex-1 cursor-pointer touch-none max-md:order-1 max-md:w-full max-md:flex-none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        toPointer(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && toPointer(event)}
    >
      <div aria-hidden className="absolute inset-x-0 top-5 h-0.5 bg-line-control" />
      <div aria-hidden className="absolute top-[19px] left-0 h-1 bg-primary" style={{ width: `${100 * here}%` }} />
      {lines.map((line, i) =>
        i % every === 0 || line.isError ? (
          <span
            key={line.seq}
            aria-hidden
            className={cn(
              "absolute top-[15px] h-3 w-0.5 -translate-x-1/2 bg-line-control",
              line.status === "waiting" && "top-[11px] h-5 bg-wait",
              line.isError && "top-[11px] h-5 bg-fail",
            )}
            style={{ left: `${100 * (scale.places[i] ?? 0)}%` }}
          />
        ) : null,
      )}
      {scale.folds.map((fold) => (
        <span
          key={fold.before}
          aria-hidden
          className="absolute top-2.5 flex h-[22px] items-center justify-center gap-1 overflow-hidden whitespace-nowrap border border-wait bg-wait-soft px-1 text-micro text-wait"
          style={{ left: `${100 * fold.from}%`, width: `${100 * (fold.to - fold.from)}%` }}
        >
          <Clock className="size-3 shrink-0" />
          <span className="truncate">{formatDuration(fold.ms)} waiting</span>
        </span>
      ))}
      <input
        type="range"
        aria-label="Moment of the run"
        aria-valuetext={now ? `${seconds(now.at - start)} seconds, event ${index + 1} of ${lines.length}` : "No events"}
        min={0}
        max={Math.max(0, lines.length - 1)}
        step={1}
        value={Math.max(0, index)}
        disabled={lines.length === 0}
        onChange={(event) => go(Number(event.target.value))}
        // For the keyboard; a pointer goes by places, which are not as far apart as the events are many.
        className="peer pointer-events-none absolute inset-x-0 top-1.5 h-7 w-full opacity-0"
      />
      <span
        aria-hidden
        className="pointer-events-none absolute top-2.5 h-[22px] w-3 -translate-x-1/2 rounded-full border-2 border-focus bg-surface peer-focus-visible:outline-2 peer-focus-visible:outline-focus peer-focus-visible:outline-offset-2"
        style={{ left: `${100 * here}%` }}
      />
      <span aria-hidden className="absolute bottom-0 left-0 text-fg-3 text-micro">
        0 s
      </span>
      <span aria-hidden className="absolute right-0 bottom-0 text-fg-3 text-micro">
        {lines.length > 0 ? formatDuration((lines.at(-1)?.at ?? start) - start) : ""}
      </span>
    </div>
  );
}
