import type { Viewport } from "@xyflow/react";

export interface Size {
  width: number;
  height: number;
}
export interface Box extends Size {
  x: number;
  y: number;
}

/** Room around the cards, as a part of what is shown. */
const MARGIN = 0.06;

/** What the map shows of the canvas: all cards, and no less than one screen at 100 %, so that a small workflow looks small. */
export function mapBounds(drawn: readonly Box[], screen: Size): Box {
  const cards = drawn.length > 0 ? drawn : [{ x: 0, y: 0, width: 0, height: 0 }];
  const left = Math.min(...cards.map(({ x }) => x));
  const top = Math.min(...cards.map(({ y }) => y));
  const right = Math.max(...cards.map(({ x, width }) => x + width));
  const bottom = Math.max(...cards.map(({ y, height }) => y + height));
  const width = Math.max((right - left) * (1 + 2 * MARGIN), screen.width, 1);
  const height = Math.max((bottom - top) * (1 + 2 * MARGIN), screen.height, 1);
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
}

/** How `bounds` lie in a map of this size: as large as fits, in its middle. `x` and `y` in px of the map. */
export function mapFit(bounds: Box, map: Size): { scale: number; x: number; y: number } {
  const scale = Math.min(map.width / bounds.width, map.height / bounds.height);
  return { scale, x: (map.width - bounds.width * scale) / 2, y: (map.height - bounds.height * scale) / 2 };
}

/** The part of the canvas that is on the screen, in px of the map. */
export function screenOnMap(bounds: Box, map: Size, { x, y, zoom }: Viewport, screen: Size): Box {
  const fit = mapFit(bounds, map);
  return {
    x: fit.x + (-x / zoom - bounds.x) * fit.scale,
    y: fit.y + (-y / zoom - bounds.y) * fit.scale,
    width: (screen.width / zoom) * fit.scale,
    height: (screen.height / zoom) * fit.scale,
  };
}

/** The point of the canvas under a point of the map. */
export function pointUnder(bounds: Box, map: Size, at: { x: number; y: number }): { x: number; y: number } {
  const fit = mapFit(bounds, map);
  return { x: bounds.x + (at.x - fit.x) / fit.scale, y: bounds.y + (at.y - fit.y) / fit.scale };
}
