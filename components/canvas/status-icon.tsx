import { StatusIcon as RunStatusIcon } from "#components/icons/status-icon.tsx";
import { type SignShape, statusShapes } from "#components/icons/status-shapes.ts";
import { cn } from "#lib/utils.ts";
import type { CardStatus } from "./node-status.ts";
import { statusWord } from "./node-status.ts";

/** What a card can show beside the states of a run. */
const extraTone = { problem: "text-fail", missing: "text-wait", disabled: "text-idle" } as const;

export const cardShapes: Readonly<Record<CardStatus, SignShape>> = {
  ...statusShapes,
  problem: {
    path: "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01",
  },
  missing: {
    path: "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0M9.2 9.2a2.9 2.9 0 0 1 5.6 1c0 1.9-2.8 2.6-2.8 2.6M12 16.6h.01",
  },
  disabled: {
    path: "m3.5 3.5 17 17M8.35 3.69A9 9 0 0 1 20.3 15.65M18.36 18.36A9 9 0 1 1 5.63 5.64",
  },
};

interface StatusIconProps {
  status: CardStatus;
  size?: 12 | 14 | 16;
  /** Says the status aloud; leave out where a word stands beside the icon. */
  label?: boolean;
  className?: string;
}

/** The icon of whatever a card shows. Each has its own shape, so that colour is never the only sign. */
export function StatusIcon({ status, size = 14, label = false, className }: StatusIconProps) {
  if (status !== "problem" && status !== "missing" && status !== "disabled") {
    return (
      <RunStatusIcon
        status={status}
        size={size}
        className={className}
        {...(label ? { label: statusWord[status] } : {})}
      />
    );
  }

  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: the label is given, or the icon hidden, in the spread below
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={size <= 12 ? 2.3 : size === 14 ? 2 : 1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cn("block shrink-0", extraTone[status], className)}
      {...(label ? { role: "img", "aria-label": statusWord[status] } : { "aria-hidden": true })}
    >
      <path d={cardShapes[status].path} />
    </svg>
  );
}
