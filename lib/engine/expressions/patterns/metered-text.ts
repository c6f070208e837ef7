import type { Evaluation } from "../evaluation.ts";
import { indexOf } from "../functions/search.ts";
import type { PatternInfo, Program } from "./pattern.ts";

/** What the engine asks `step` and `context` for, in its own numbers. */
const END = -8;
const BEGIN_LINE = 1;
const END_LINE = 2;
const BEGIN_TEXT = 4;
const END_TEXT = 8;
const WORD_EDGE = 16;
const NO_WORD_EDGE = 32;

/** Measured: a step is worth half a microsecond, a read 50 ns; a wide read 12 ns for each instruction, and more by group. */
const STEPS_PER_READ = 0.1;
const STEPS_PER_INSTRUCTION = 0.025;
const STEPS_PER_INSTRUCTION_AND_GROUP = 0.002;
/** Up to these the engine visits each pair of instruction and character once; beyond, all instructions at each character. */
const NARROW_SIZE = 500;
const NARROW_PAIRS = 262_144;
/** Steps are handed over by so many, and the clock is looked at. */
const OWED = 64;

/** An automaton of the engine for several texts at once, one of which a match must hold. */
interface AnyOf {
  automaton16(): { searchUTF16(text: string, from: number, end: number): boolean };
}

/**
 * A text as the engine reads it, which counts what is read: a search stops in its midst when the steps are used up. It
 * also knows the ends of lines as JavaScript has them, of which the engine knows one only.
 */
export class MeteredText {
  /** What stands in front of the text for the engine, which takes position 0 for the beginning of the only line. */
  readonly before: 0 | 1;
  private readonly evaluation: Evaluation;
  private readonly text: string;
  private readonly end: number;
  private readonly stepsPerRead: number;
  private owed = 0;
  private hasAny: boolean | undefined;

  constructor(evaluation: Evaluation, text: string, info: PatternInfo, groups: number) {
    this.evaluation = evaluation;
    this.text = text;
    this.before = info.isMultiline ? 1 : 0;
    this.end = text.length + this.before;
    const isWide = info.size > NARROW_SIZE || info.size * (text.length + 2) > NARROW_PAIRS;
    const perInstruction = STEPS_PER_INSTRUCTION + groups * STEPS_PER_INSTRUCTION_AND_GROUP;
    this.stepsPerRead = STEPS_PER_READ + (isWide ? info.size * perInstruction : 0);
  }

  /** The character at a position and how many units it takes, in one number. */
  step(position: number): number {
    this.pay(this.stepsPerRead);
    if (position >= this.end) return END;
    const character = this.text.codePointAt(position - this.before) as number;
    return (character << 3) | (character > 0xffff ? 2 : 1);
  }

  /** Which edges are at a position. */
  context(position: number): number {
    this.pay(STEPS_PER_READ);
    const index = position - this.before;
    const left = this.text.charCodeAt(index - 1);
    const right = this.text.charCodeAt(index);
    let edges = isWord(left) === isWord(right) ? NO_WORD_EDGE : WORD_EDGE;
    if (index === 0) edges |= BEGIN_TEXT | BEGIN_LINE;
    else if (isLineEnd(left)) edges |= BEGIN_LINE;
    if (index === this.text.length) edges |= END_TEXT | END_LINE;
    else if (isLineEnd(right)) edges |= END_LINE;
    return edges;
  }

  /** How far away the text that every match begins with is. */
  index({ prefix }: Program, position: number): number {
    const from = position - this.before;
    const found = indexOf(this.text, prefix, from);
    this.payText((found < 0 ? this.text.length : found) - from);
    return found < 0 ? -1 : found - from;
  }

  /** Whether a text that every match holds is there at all. */
  hasString({ str }: { str: string }, position: number): boolean {
    const from = position - this.before;
    const found = indexOf(this.text, str, from);
    this.payText((found < 0 ? this.text.length : found) - from);
    return found >= 0;
  }

  /** Whether one of several texts, of which every match holds one, is there at all: asked once, for the whole text. */
  hasAnyString(texts: AnyOf): boolean {
    if (this.hasAny === undefined) {
      this.payText(this.text.length);
      this.hasAny = texts.automaton16().searchUTF16(this.text, 0, this.text.length);
    }
    return this.hasAny;
  }

  prefixLength({ prefix }: Program): number {
    return prefix.length;
  }

  endPos(): number {
    return this.end;
  }

  canCheckPrefix(): boolean {
    return true;
  }

  /** Hands over what is still owed. */
  settle(): void {
    this.evaluation.charge(Math.ceil(this.owed));
    this.owed = 0;
  }

  private payText(characters: number): void {
    this.pay(characters / 64);
  }

  private pay(steps: number): void {
    this.owed += steps;
    if (this.owed < OWED) return;
    const whole = Math.floor(this.owed);
    this.owed -= whole;
    this.evaluation.chargeAndLook(whole);
  }
}

function isWord(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || unit === 95 || (unit >= 97 && unit <= 122);
}

function isLineEnd(unit: number): boolean {
  return unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029;
}
