import { limits } from "#lib/config/limits.ts";
import { Fault } from "./errors.ts";
import type { PatternInfo } from "./patterns/pattern.ts";
import type { CallCounter, ExpressionScope } from "./types.ts";

/** A compiled node: values are plain JSON, `undefined`, NaN or an infinity; never a function, never a host object. */
export type Run = (evaluation: Evaluation) => unknown;
/** A callback of a listed function: an arrow, or the name of a function. */
export type Callback = (...args: unknown[]) => unknown;

/** Characters that cost one step. */
const CHARACTERS_PER_STEP = 64;
/** The clock is read once in so many steps: often enough for 50 ms, rarely enough to cost nothing. */
const STEPS_PER_CLOCK = 64;
/** Compiling one instruction of a pattern, in steps. */
const STEPS_PER_INSTRUCTION = 2;
/** Longest text an expression may make on the way; a longer one could not be part of its result. */
export const MAX_TEXT = limits.expressionResultBytes;

/** What one evaluation uses up. One object per evaluation, handed to every closure; it grows only where it is used. */
export class Evaluation {
  readonly scope: ExpressionScope;
  private readonly calls: CallCounter | undefined;
  private ownCalls = 0;
  private steps = 0;
  private nextClock = STEPS_PER_CLOCK;
  private readonly most: number;
  /** Set when the clock is first read: what does fewer steps than that is over at once. */
  private deadline = 0;
  /** Most expressions read one root; it needs no list. */
  private firstRoot: unknown = undefined;
  private otherRoots: unknown[] | undefined = undefined;
  private slots: unknown[] | undefined = undefined;
  private patterns: Set<PatternInfo> | undefined = undefined;

  constructor(scope: ExpressionScope, calls: CallCounter | undefined) {
    this.scope = scope;
    this.calls = calls;
    this.most = Math.min(limits.expressionSteps, calls?.steps ?? limits.expressionSteps);
  }

  /** Takes what was used from what evaluations share. */
  settle(): void {
    if (this.calls?.steps !== undefined) this.calls.steps -= this.steps + 1;
  }

  get timeZone(): string {
    return this.scope.timeZone ?? "UTC";
  }

  /** A root that was already asked for, by its position in the program. */
  knownRoot(index: number): unknown {
    return index === 0 ? this.firstRoot : this.otherRoots?.[index];
  }

  keepRoot(index: number, value: unknown): void {
    if (index === 0) this.firstRoot = value;
    else {
      this.otherRoots ??= [];
      this.otherRoots[index] = value;
    }
  }

  /** Values of arrow parameters. Each has its own place, because no arrow can call itself. */
  parameters(): unknown[] {
    this.slots ??= [];
    return this.slots;
  }

  /** Counts work before it is done: one step per element, callback or small piece of text. */
  charge(steps: number): void {
    this.steps += steps;
    if (this.steps >= this.nextClock) this.check();
  }

  chargeText(characters: number): void {
    this.charge(1 + Math.floor(characters / CHARACTERS_PER_STEP));
  }

  get stepsLeft(): number {
    return Math.max(0, this.most - this.steps);
  }

  /** Counts a text that is about to be made, and refuses it before it takes memory. */
  reserveText(characters: number): void {
    this.refuseText(characters);
    this.chargeText(characters);
  }

  /** Only refuses: for texts that grow by pieces which are counted one by one. */
  refuseText(characters: number): void {
    if (characters > MAX_TEXT) {
      throw new Fault("limit_result", `This would make a text of more than ${MAX_TEXT / 1024 / 1024} MiB.`);
    }
  }

  /**
   * Counts what compiling a pattern costs, once in each evaluation: also where an earlier one has compiled it, so that
   * the count is the same on every machine.
   */
  chargePattern(pattern: PatternInfo): void {
    this.patterns ??= new Set();
    if (this.patterns.has(pattern)) return;
    this.patterns.add(pattern);
    this.chargeAndLook((pattern.size + pattern.lookups) * STEPS_PER_INSTRUCTION);
  }

  nextCall(): number {
    return this.calls === undefined ? this.ownCalls++ : this.calls.next++;
  }

  /** Counts work, and reads the clock whatever the count: for pieces of work whose cost steps only estimate. */
  chargeAndLook(steps: number): void {
    this.steps += steps;
    this.check();
  }

  private check(): void {
    if (this.steps > this.most) {
      throw new Fault("limit_steps", `This takes more than ${this.most.toLocaleString("en")} steps.`);
    }
    this.nextClock = this.steps + STEPS_PER_CLOCK;
    const now = this.scope.clock?.() ?? performance.now();
    if (this.deadline === 0) this.deadline = now + limits.expressionMs;
    else if (now > this.deadline) {
      throw new Fault("limit_time", `This takes longer than ${limits.expressionMs} ms.`);
    }
  }
}
