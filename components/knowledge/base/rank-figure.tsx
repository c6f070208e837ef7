import { cn } from "#lib/utils.ts";
import { rankChart } from "./rank-chart-geometry.ts";
import { type Found, type SeenStage, stagesOf } from "./stages-of.ts";

const WIDTH = 432;

/** How the results moved from stage to stage: threads that cross go over and under. */
export function RankFigure({ found, hot }: { found: Found; hot: number }) {
  const stages = stagesOf(found);
  // One stage has nothing to be compared with.
  if (stages.length < 2) return null;
  const ranked = stages.map(({ key, name }) => ({
    name,
    ranks: found.results.map((result) => result.stages[key]?.rank ?? null),
  }));
  const chart = rankChart(ranked, found.results.length, WIDTH);
  const order = chart.threads
    .map(({ result }) => result)
    .sort((a, b) => Number(a === hot) - Number(b === hot) || b - a);
  return (
    <figure className="border-line border-b px-4 pt-2.5 pb-1.5">
      <figcaption className="relative h-3.5 text-fg-3 text-micro">
        {stages.map(({ key, name }, at) => (
          <span
            key={key}
            className="-translate-x-1/2 absolute"
            style={{ left: `${((chart.columns[at] ?? 0) / WIDTH) * 100}%` }}
          >
            {name}
          </span>
        ))}
      </figcaption>
      <svg
        role="img"
        aria-label={spoken(found, stages)}
        viewBox={`0 0 ${chart.width} ${chart.height}`}
        className="mt-1 block h-auto w-full fill-none"
      >
        {order.map((result) => {
          const thread = chart.threads[result];
          return thread ? <Thread key={result} d={thread.d} passed={thread.passed} isHot={result === hot} /> : null;
        })}
        {chart.points.map(({ result, stage, x, y, rank }) => {
          const half = rank > 99 ? 13 : 9;
          const isHot = result === hot;
          return (
            <g key={`${stage}.${result}`}>
              <rect
                x={x - half}
                y={y - 7}
                width={half * 2}
                height={14}
                rx={7}
                className={cn(isHot ? "fill-primary stroke-primary" : "fill-surface stroke-line-2")}
              />
              <text
                x={x}
                y={y + 3.5}
                textAnchor="middle"
                className={cn("font-medium text-[10px]", isHot ? "fill-primary-foreground" : "fill-fg-2")}
              >
                {rank}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

function Thread({ d, passed, isHot }: { d: string; passed: string; isHot: boolean }) {
  const tone = isHot ? "stroke-primary-text" : "stroke-edge";
  const width = isHot ? 2.25 : 1.5;
  return (
    <>
      {d === "" ? null : (
        <>
          <path d={d} className="stroke-surface" strokeWidth={6} />
          <path d={d} className={tone} strokeWidth={width} />
        </>
      )}
      {passed === "" ? null : (
        <path d={passed} className={tone} strokeWidth={width} strokeDasharray="1 4" strokeLinecap="round" />
      )}
    </>
  );
}

/** The same in words, for who does not see it. */
function spoken({ results }: Found, stages: readonly SeenStage[]): string {
  const lines = results.map(({ document, stages: places }, at) => {
    const said = stages.map(({ key, name }) => `${name} ${places[key]?.rank ?? "not found"}`);
    return `${at + 1}. ${document.name}: ${said.join(", ")}`;
  });
  return `Place of each passage after every stage. ${lines.join(". ")}`;
}
