import { cn } from "#lib/utils.ts";
import { type Status, statusShapes } from "./status-shapes.ts";

export const statusTone: Record<Status, "idle" | "run" | "wait" | "ok" | "fail"> = {
  queued: "idle",
  running: "run",
  waiting: "wait",
  retrying: "wait",
  done: "ok",
  failed: "fail",
  skipped: "idle",
  cancelled: "idle",
};

const toneClass = {
  idle: "text-idle",
  run: "text-run",
  wait: "text-wait",
  ok: "text-ok",
  fail: "text-fail",
} as const;

interface StatusIconProps {
  status: Status;
  size?: 11 | 12 | 14 | 16 | 18;
  /** Says the status aloud; leave out where a word stands beside the icon. */
  label?: string;
  className?: string;
}

/** The icon in its tone. The running arc turns (it stands still where motion is reduced). */
export function StatusIcon({ status, size = 16, label, className }: StatusIconProps) {
  const { path, dash } = statusShapes[status];
  return (
    <svg
      data-status={status}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={size <= 12 ? 2.3 : size === 14 ? 2 : 1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cn("block shrink-0", toneClass[statusTone[status]], status === "running" && "animate-turn", className)}
    >
      <path d={path} strokeDasharray={dash?.join(" ")} />
    </svg>
  );
}
