/** What is wrong with a pattern, and where in it. */
export class PatternProblem extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** A piece of a pattern, as the linear engine is given it, with what has to be known of it to put it into others. */
export interface Part {
  /** In the syntax of RE2. */
  text: string;
  /** Instructions that it becomes, at most. */
  size: number;
  /** What the engine looks up of its sets while it compiles them, in the time of so many instructions. */
  lookups: number;
  /** How often its innermost piece is written out by counts around it. */
  copies: number;
  /** It can match nothing at all. */
  canBeEmpty: boolean;
  /** Matching nothing is what it tries last. */
  emptyLast: boolean;
  hasGroups: boolean;
  /** Whenever it matches, all its groups take part. */
  groupsAlways: boolean;
}

/** Counts the engine takes, alone and multiplied. */
const MAX_COUNT = 1_000;

const NOTHING: Part = {
  text: "(?:)",
  size: 1,
  lookups: 0,
  copies: 1,
  canBeEmpty: true,
  emptyLast: true,
  hasGroups: false,
  groupsAlways: true,
};

/** Something that reads one character. */
export function oneOf(text: string, size = 1, lookups = 0): Part {
  return { ...NOTHING, text, size, lookups, canBeEmpty: false, emptyLast: false };
}

/** `^`, `$` and the like. */
export function edge(text: string): Part {
  return { ...NOTHING, text };
}

export function sequence(parts: readonly Part[]): Part {
  const [only] = parts;
  if (only === undefined) return NOTHING;
  if (parts.length === 1) return only;
  return {
    text: parts.map((part) => part.text).join(""),
    size: sum(parts, "size"),
    lookups: sum(parts, "lookups"),
    copies: Math.max(...parts.map((part) => part.copies)),
    canBeEmpty: parts.every((part) => part.canBeEmpty),
    emptyLast: parts.every((part) => part.emptyLast),
    hasGroups: parts.some((part) => part.hasGroups),
    groupsAlways: parts.every((part) => part.groupsAlways),
  };
}

export function choice(options: readonly Part[]): Part {
  const [only] = options;
  if (only === undefined) return NOTHING;
  if (options.length === 1) return only;
  const hasGroups = options.some((option) => option.hasGroups);
  return {
    text: `(?:${options.map((option) => option.text).join("|")})`,
    size: sum(options, "size") + options.length,
    lookups: sum(options, "lookups"),
    copies: Math.max(...options.map((option) => option.copies)),
    canBeEmpty: options.some((option) => option.canBeEmpty),
    emptyLast: options.findIndex((option) => option.canBeEmpty) === options.length - 1 && lastIsEmptyLast(options),
    hasGroups,
    groupsAlways: !hasGroups,
  };
}

export function group(body: Part): Part {
  return { ...body, text: `(${body.text})`, size: body.size + 2, hasGroups: true };
}

export interface Count {
  min: number;
  /** Infinity: no end. */
  max: number;
  isLazy: boolean;
}

/**
 * A repetition. JavaScript gives up a round that reads nothing, and forgets in each round what groups held; RE2 does
 * neither. Where that would be seen, the pattern is refused: whatever is accepted gives the same result in both.
 * @throws PatternProblem
 */
export function repeat(body: Part, count: Count, at: number): Part {
  const { min, max, isLazy } = count;
  refuseDifferences(body, count, at);
  const written = max === Number.POSITIVE_INFINITY ? Math.max(min, 1) : max;
  const copies = body.copies * Math.max(written, 1);
  if (copies > MAX_COUNT) {
    throw new PatternProblem(`This repeats something more than ${MAX_COUNT.toLocaleString("en")} times.`, at);
  }
  return {
    text: `(?:${body.text})${sign(min, max)}${isLazy ? "?" : ""}`,
    size: body.size * Math.max(written, 1) + (max === Number.POSITIVE_INFINITY ? 2 : max - min),
    lookups: body.lookups,
    copies,
    canBeEmpty: min === 0 || body.canBeEmpty,
    emptyLast:
      max === 0 || (min === max ? body.emptyLast : !isLazy && (body.emptyLast || (min === 0 && !body.canBeEmpty))),
    hasGroups: body.hasGroups,
    groupsAlways: !body.hasGroups || (min > 0 && body.groupsAlways),
  };
}

function refuseDifferences(body: Part, { min, max }: Count, at: number): void {
  if (body.hasGroups && max > 1 && !body.groupsAlways) {
    throw new PatternProblem(
      "A group in here may be left out in one round and not in another. Write it without a group, as (?:…), or take the rounds one by one with matchAll.",
      at,
    );
  }
  if (!body.canBeEmpty || min === max) return;
  if (body.hasGroups) {
    throw new PatternProblem(
      "What is repeated holds a group and can be empty. Repeat something that is not empty, or write the group as (?:…).",
      at,
    );
  }
  if (!body.emptyLast) {
    throw new PatternProblem("What is repeated can be empty. Repeat something that is not empty.", at);
  }
}

function sign(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === 0 && max === 1) return "?";
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function sum(parts: readonly Part[], what: "size" | "lookups"): number {
  return parts.reduce((total, part) => total + part[what], 0);
}

function lastIsEmptyLast(options: readonly Part[]): boolean {
  return options.at(-1)?.emptyLast === true;
}
