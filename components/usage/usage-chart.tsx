import { formatCost, formatCosts, formatTokens, shortTokens } from "#components/shared/format-usage.ts";
import type { Usage } from "#lib/api/contracts/models.ts";

type Day = Usage["days"][number];

const words = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: "UTC" });
const dayWords = (day: string) => words.format(new Date(`${day}T00:00:00Z`));

/** A bar a day: its cost, or its tokens where nothing costs anything. The tables below hold the figures. */
export function UsageChart({ days }: { days: readonly Day[] }) {
  const byCost = days.some(({ cost }) => cost > 0);
  const sizeOf = (day: Day) => (byCost ? day.cost : day.inputTokens + day.outputTokens);
  const most = Math.max(...days.map(sizeOf), Number.MIN_VALUE);
  const highest = byCost ? formatCost(most) : shortTokens(Math.round(most));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure aria-labelledby="usage-by-day" className="min-w-0">
      <figcaption id="usage-by-day" className="mb-2 flex items-baseline gap-2">
        <span className="font-medium">{byCost ? "Cost by day" : "Tokens by day"}</span>
        <span className="text-fg-3 text-small">highest {highest}; a day begins at midnight UTC</span>
      </figcaption>
      <ul className="flex h-[120px] items-end gap-px border-line-2 border-b sm:gap-[3px]">
        {days.map((day) => (
          <li
            key={day.day}
            title={barWords(day)}
            className="relative flex h-full min-w-0 flex-1 items-end hover:bg-hover"
          >
            <span className="sr-only">{barWords(day)}</span>
            {day.calls > 0 ? (
              <span
                aria-hidden
                className="w-full rounded-t-[2px] bg-primary"
                style={{ height: `${Math.max(2, (sizeOf(day) / most) * 100)}%` }}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <p aria-hidden className="mt-1 flex justify-between text-[10px] text-fg-3 tabular-nums">
        <span>{first ? dayWords(first.day) : ""}</span>
        <span>{last ? dayWords(last.day) : ""}</span>
      </p>
    </figure>
  );
}

function barWords({ day, calls, unpricedCalls: unpriced, cost, inputTokens, outputTokens }: Day): string {
  if (calls === 0) return `${dayWords(day)}: no calls`;
  const spent = formatCosts({ cost, unpriced, calls });
  return `${dayWords(day)}: ${spent}, ${formatTokens(inputTokens + outputTokens)}, ${calls} ${calls === 1 ? "call" : "calls"}`;
}
