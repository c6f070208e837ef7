import type { ReactNode } from "react";
import { cn } from "#lib/utils.ts";

/** What a run or a node in a run can be seen doing. Each has its own shape, so colour is never the only sign. */
export type Status = "queued" | "running" | "waiting" | "retrying" | "done" | "failed" | "skipped" | "cancelled";

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

const shapes: Record<Status, ReactNode> = {
  queued: <circle cx="12" cy="12" r="9" strokeDasharray="3.2 3.87" />,
  running: (
    <>
      <path d="M21 12a9 9 0 1 1-6.2-8.56" />
      <circle cx="12" cy="12" r="2.4" fill="currentColor" stroke="none" />
    </>
  ),
  waiting: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5l3.2 2" />
    </>
  ),
  retrying: (
    <>
      <path d="M20.5 12A8.5 8.5 0 1 1 17.8 5.8L20.5 8" />
      <path d="M20.5 3.5V8H16" />
    </>
  ),
  done: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.4 2.8 2.8L16.2 9.6" />
    </>
  ),
  failed: (
    <>
      <path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z" />
      <path d="m9.2 9.2 5.6 5.6M14.8 9.2l-5.6 5.6" />
    </>
  ),
  skipped: <path d="m6 7 5 5-5 5M13 7l5 5-5 5" />,
  cancelled: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M8 12h8" />
    </>
  ),
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
      {shapes[status]}
    </svg>
  );
}
