import { cn } from "#lib/utils.ts";
import { type StageProgress, stages } from "./progress.ts";

/** Read, embed, index: a piece of the bar each. */
export function StagesBar({ progress, className }: { progress: StageProgress; className?: string }) {
  return (
    <span
      role="progressbar"
      aria-label={progress.label}
      aria-valuenow={progress.percent}
      className={cn("flex h-1 w-full gap-0.5", className)}
    >
      {stages.map(({ key, weight }, at) => {
        const share = progress.shares[at] ?? null;
        return (
          <i
            key={key}
            className="relative min-w-0 overflow-hidden rounded-[2px] bg-press"
            style={{ flexGrow: weight, flexBasis: 0 }}
          >
            <i
              className={cn("absolute inset-y-0 left-0 rounded-[2px] bg-run", share === null && "opacity-60")}
              style={{ width: share === null ? "50%" : `${share * 100}%` }}
            />
          </i>
        );
      })}
    </span>
  );
}
