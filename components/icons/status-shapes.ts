/** What a run or a node in a run can be seen doing. Each has its own shape, so colour is never the only sign. */
export type Status = "queued" | "running" | "waiting" | "retrying" | "done" | "failed" | "skipped" | "cancelled";

/** A sign of 24 × 24, drawn with a line. */
export interface SignShape {
  /** SVG path data. */
  path: string;
  /** Lengths of strokes and gaps; a full line without. */
  dash?: readonly [number, number];
}

const RING = "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0";

export const statusShapes: Readonly<Record<Status, SignShape>> = {
  queued: { path: RING, dash: [3.2, 3.87] },
  running: { path: "M21 12a9 9 0 1 1-6.2-8.56M13.3 12a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0" },
  waiting: { path: `${RING}M12 7v5l3.2 2` },
  retrying: { path: "M20.5 12A8.5 8.5 0 1 1 17.8 5.8L20.5 8M20.5 3.5V8H16" },
  done: { path: `${RING}m-13 .4 2.8 2.8 5.4-5.6` },
  failed: { path: "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9.2 9.2l5.6 5.6M14.8 9.2l-5.6 5.6" },
  skipped: { path: "m6 7 5 5-5 5M13 7l5 5-5 5" },
  cancelled: { path: `${RING}M8 12h8` },
};
