import type { Evaluation } from "../evaluation.ts";
import { MeteredText } from "./metered-text.ts";
import type { PatternInfo } from "./pattern.ts";

/** A match by its positions in the text. */
export interface Found {
  start: number;
  end: number;
  /** Where each group begins and ends, group 1 first; -1 where it took no part. Empty when groups were not asked for. */
  groups: readonly [start: number, end: number][];
}

/** What finding anything costs beside what is read, in steps. */
const FIND_STEPS = 2;
const UNANCHORED = 0;

/** The search for one pattern in one text. */
export class PatternSearch {
  private readonly evaluation: Evaluation;
  private readonly info: PatternInfo;
  private readonly text: string;
  private readonly input: MeteredText;
  private readonly groups: number;

  /** @param withGroups finding where groups are costs more than finding the whole */
  constructor(evaluation: Evaluation, info: PatternInfo, text: string, withGroups: boolean) {
    evaluation.chargePattern(info);
    this.evaluation = evaluation;
    this.info = info;
    this.text = text;
    this.groups = withGroups ? info.groups : 0;
    this.input = new MeteredText(evaluation, text, info, this.groups);
  }

  /** The first match at a position or behind it. */
  from(position: number): Found | undefined {
    const { input, info } = this;
    if (position > this.text.length) return undefined;
    this.evaluation.charge(FIND_STEPS);
    const { before } = input;
    const places: readonly number[] | null = info
      .program()
      .executeEngine(input, position + before, UNANCHORED, 2 * (1 + this.groups));
    input.settle();
    if (places === null) return undefined;
    const place = (index: number) => Math.max(-1, (places[index] ?? -1) - before);
    const groups = Array.from({ length: this.groups }, (_, index): [number, number] => [
      place(2 * index + 2),
      place(2 * index + 3),
    ]);
    return { start: place(0), end: place(1), groups };
  }

  /** All matches that do not overlap, or the first `most` of them. */
  all(most = Number.POSITIVE_INFINITY): Found[] {
    const found: Found[] = [];
    let next = 0;
    while (found.length < most) {
      const match = this.from(next);
      if (match === undefined) break;
      found.push(match);
      next = match.end > match.start ? match.end : after(this.text, match.end);
    }
    return found;
  }
}

/** The position behind the character at a position. */
export function after(text: string, position: number): number {
  return position + ((text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1);
}
