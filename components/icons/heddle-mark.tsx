import { cn } from "#lib/utils.ts";

/** Two warps, the heddle with its eye, and the thread that passes through it. */
export function HeddleMark({ size = 20, className }: { size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      strokeLinecap="round"
      className={cn("shrink-0", className)}
    >
      <path className="stroke-fg" strokeWidth={2} d="M5 2.5v19M19 2.5v19M12 2.5v5.6M12 15.9v5.6" />
      <ellipse className="stroke-fg" strokeWidth={2} cx="12" cy="12" rx="2.7" ry="3.9" />
      <path className="stroke-focus" strokeWidth={2.4} d="M2 12h1.6M6.6 12h10.8M20.4 12H22" />
    </svg>
  );
}
