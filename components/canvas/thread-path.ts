export interface Point {
  x: number;
  y: number;
}

export interface ThreadRoute {
  /** SVG path data. */
  path: string;
  /** Middle of the thread, where `+` sits. */
  middle: Point;
  /** Beside the drop into the target, where a count is written. */
  drop: Point;
}

const RADIUS = 8;
const LANE_BELOW_SOURCE = 20;
const CLEARANCE = 16;
const DETOUR = 128;

/** A line through the points with its corners rounded; radius shrinks where a leg is too short for it. */
export function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let path = `M${first.x} ${first.y}`;
  let previous = first;
  for (const [i, corner] of rest.entries()) {
    const next = rest[i + 1];
    if (next === undefined) {
      path += `L${corner.x} ${corner.y}`;
      break;
    }
    const before = Math.hypot(corner.x - previous.x, corner.y - previous.y);
    const after = Math.hypot(next.x - corner.x, next.y - corner.y);
    const radius = Math.min(RADIUS, before / 2, after / 2);
    if (radius < 0.5) {
      path += `L${corner.x} ${corner.y}`;
    } else {
      const from = along(corner, previous, radius);
      const to = along(corner, next, radius);
      path += `L${from.x} ${from.y}Q${corner.x} ${corner.y} ${to.x} ${to.y}`;
    }
    previous = corner;
  }
  return path;
}

function along(from: Point, towards: Point, distance: number): Point {
  const length = Math.hypot(towards.x - from.x, towards.y - from.y) || 1;
  return {
    x: from.x + ((towards.x - from.x) / length) * distance,
    y: from.y + ((towards.y - from.y) / length) * distance,
  };
}

/**
 * Down, across, down. With `shareLane` the crossing lies just below the source, so that threads from one row into one
 * join run together; else it lies half way. A target above its source is reached around the side.
 */
export function threadRoute(source: Point, target: Point, options: { shareLane?: boolean } = {}): ThreadRoute {
  const dx = target.x - source.x;
  const dy = target.y - source.y;
  if (dy < CLEARANCE) return detour(source, target);
  if (Math.abs(dx) < 1) {
    return {
      path: roundedPath([source, target]),
      middle: { x: source.x, y: source.y + dy / 2 },
      drop: { x: target.x, y: source.y + dy / 2 },
    };
  }
  const lane = source.y + (options.shareLane ? Math.min(LANE_BELOW_SOURCE, dy / 2) : dy / 2);
  return {
    path: roundedPath([source, { x: source.x, y: lane }, { x: target.x, y: lane }, target]),
    middle: { x: source.x + dx / 2, y: lane },
    drop: { x: target.x, y: (lane + target.y) / 2 },
  };
}

function detour(source: Point, target: Point): ThreadRoute {
  const down = source.y + CLEARANCE;
  const above = target.y - CLEARANCE;
  const apart = Math.abs(target.x - source.x);
  const side = apart > 2 * DETOUR ? (source.x + target.x) / 2 : Math.max(source.x, target.x) + DETOUR;
  return {
    path: roundedPath([
      source,
      { x: source.x, y: down },
      { x: side, y: down },
      { x: side, y: above },
      { x: target.x, y: above },
      target,
    ]),
    middle: { x: side, y: (down + above) / 2 },
    drop: { x: target.x, y: above + CLEARANCE / 2 },
  };
}
