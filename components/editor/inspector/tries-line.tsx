import { formatDuration } from "#components/shared/format-duration.ts";
import type { RetryPolicy } from "#lib/engine/document.ts";
import { retryDelays } from "./retry-delays.ts";

const WIDTH = 336;
const FIRST = 6;
const LAST = 270;

/** The tries on a line: when each is made after the one before, and how far chance may move it. */
export function TriesLine({ retry, then }: { retry: RetryPolicy; then: string }) {
  const delays = retryDelays(retry);
  const total = delays.reduce((sum, delay) => sum + delay, 0);
  // Evenly by count and by time in equal parts: doubling delays would otherwise crowd the first tries.
  const places = [FIRST];
  let passed = 0;
  for (const [i, delay] of delays.entries()) {
    passed += delay;
    const byTime = total === 0 ? 0 : passed / total;
    places.push(FIRST + (LAST - FIRST) * ((byTime + (i + 1) / delays.length) / 2));
  }
  const crowded = delays.length > 4;
  const words = ["now", ...delays.map((delay) => `then ${formatDuration(delay)} later`)].join(", ");
  return (
    <svg
      viewBox={`0 0 ${WIDTH} 26`}
      className="block h-[26px] w-full"
      role="img"
      aria-label={`${retry.attempts === 1 ? "One try" : `${retry.attempts} tries`}: ${words}, ${then}`}
    >
      <path d={`M${FIRST} 8H${WIDTH - FIRST}`} stroke="var(--line-2)" strokeWidth={1.5} />
      {retry.jitter &&
        places
          .slice(1)
          .map((x, i) => (
            <rect
              key={x}
              x={x - 8 - Math.min(i, 4) * 4}
              y={4}
              width={16 + Math.min(i, 4) * 8}
              height={8}
              rx={4}
              fill="var(--accent-soft)"
            />
          ))}
      {places.map((x) => (
        <circle key={x} cx={x} cy={8} r={3.5} fill="var(--surface)" stroke="var(--focus)" strokeWidth={1.75} />
      ))}
      <g fontSize={10} fill="var(--text-3)">
        <text x={2} y={24}>
          now
        </text>
        {places.slice(1).map((x, i) =>
          crowded && i % 2 === 1 ? null : (
            <text key={x} x={x} y={24} textAnchor="middle">
              +{formatDuration(delays[i] ?? 0)}
            </text>
          ),
        )}
        <text x={WIDTH - 2} y={24} textAnchor="end">
          {then}
        </text>
      </g>
    </svg>
  );
}
