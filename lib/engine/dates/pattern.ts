import { Temporal } from "temporal-polyfill";
import { checkedZone, DateProblem, type Zoned } from "./zoned.ts";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");
const LONGEST = 200;

interface Token {
  write(time: Zoned): string;
  /** How it looks in a text that is read; absent: it can only be written. */
  read?: string;
  /** What it says of a time that is read. */
  means?(text: string): Partial<Read>;
}

interface Read {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  half: "am" | "pm";
  offset: string;
}

type NumberName = Exclude<keyof Read, "half" | "offset">;

function digits(name: NumberName, width: number, of: (time: Zoned) => number = (time) => time[name]): Token {
  return {
    write: (time) => String(of(time)).padStart(width, "0"),
    read: width > 1 ? `\\d{${width}}` : "\\d{1,2}",
    means: (text) => ({ [name]: Number(text) }),
  };
}

function name(field: "month" | "day", names: readonly string[], letters: number | undefined): Token {
  const short = names.map((one) => one.slice(0, letters));
  return {
    write: (time) => short[(field === "month" ? time.month : time.dayOfWeek) - 1] ?? "",
    read: short.join("|"),
    // A weekday follows from the date: it is read over.
    means: (text) =>
      field === "month" ? { month: short.findIndex((one) => one.toLowerCase() === text.toLowerCase()) + 1 } : {},
  };
}

const twelve = (time: Zoned) => time.hour % 12 || 12;

/** Letters as in Unicode's date patterns, which Java, .NET, date-fns and Luxon have in common. */
const TOKENS: Readonly<Record<string, Token>> = {
  yyyy: digits("year", 4),
  yy: {
    write: (time) => String(time.year % 100).padStart(2, "0"),
    read: "\\d{2}",
    means: (text) => ({ year: 2000 + Number(text) }),
  },
  M: digits("month", 1),
  MM: digits("month", 2),
  MMM: name("month", MONTHS, 3),
  MMMM: name("month", MONTHS, undefined),
  d: digits("day", 1),
  dd: digits("day", 2),
  EEE: name("day", DAYS, 3),
  EEEE: name("day", DAYS, undefined),
  H: digits("hour", 1),
  HH: digits("hour", 2),
  h: digits("hour", 1, twelve),
  hh: digits("hour", 2, twelve),
  m: digits("minute", 1),
  mm: digits("minute", 2),
  s: digits("second", 1),
  ss: digits("second", 2),
  SSS: digits("millisecond", 3),
  a: {
    write: (time) => (time.hour < 12 ? "AM" : "PM"),
    read: "am|pm",
    means: (text) => ({ half: text.toLowerCase() as Read["half"] }),
  },
  XXX: {
    write: (time) => (time.offset === "+00:00" ? "Z" : time.offset),
    read: "Z|[+-]\\d{2}:\\d{2}",
    means: (text) => ({ offset: text.toUpperCase() === "Z" ? "+00:00" : text }),
  },
  VV: { write: (time) => time.timeZoneId },
  w: { write: (time) => String(time.weekOfYear ?? "") },
  Q: { write: (time) => String(Math.ceil(time.month / 3)) },
};

type Piece = { literal: string } | { letters: string; token: Token };

/** @throws DateProblem: an unknown letter */
function piecesOf(pattern: string): Piece[] {
  if (pattern.length > LONGEST) throw new DateProblem(`A pattern has at most ${LONGEST} characters.`);
  const pieces: Piece[] = [];
  for (const [match, quoted] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    if (quoted !== undefined) pieces.push({ literal: quoted === "" ? "'" : quoted.replaceAll("''", "'") });
    else if (!/[A-Za-z]/.test(match)) pieces.push({ literal: match });
    else {
      const token = Object.hasOwn(TOKENS, match) ? TOKENS[match] : undefined;
      if (token === undefined) {
        const known = Object.keys(TOKENS).join(", ");
        throw new DateProblem(`"${match}" means nothing in a date pattern. Known: ${known}; quote letters with '…'.`);
      }
      pieces.push({ letters: match, token });
    }
  }
  return pieces;
}

/** Writes a time by a pattern such as `dd MMM yyyy 'at' HH:mm`. @throws DateProblem */
export function formatted(time: Zoned, pattern: string): string {
  return piecesOf(pattern)
    .map((piece) => ("literal" in piece ? piece.literal : piece.token.write(time)))
    .join("");
}

/**
 * Reads a time that was written by a pattern; without an offset in it, it is a time of `zone`.
 * @throws DateProblem
 */
export function parsed(text: string, pattern: string, zone: string): Zoned {
  const pieces = piecesOf(pattern);
  const tokens = pieces.flatMap((piece) => ("literal" in piece ? [] : [piece]));
  const twice = tokens.find(({ letters }, index) => tokens.findIndex((one) => one.letters === letters) < index);
  // Each at most once: reading then has few ways to try, whatever the pattern.
  if (twice !== undefined) throw new DateProblem(`"${twice.letters}" stands twice in the pattern.`);
  const unread = tokens.find(({ token }) => token.read === undefined);
  if (unread !== undefined) throw new DateProblem(`"${unread.letters}" can be written, but not be read.`);
  const source = pieces
    .map((piece) =>
      "literal" in piece ? piece.literal.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : `(${piece.token.read})`,
    )
    .join("");
  const found = text.length > LONGEST ? null : new RegExp(`^${source}$`, "i").exec(text.trim());
  if (found === null) throw new DateProblem(`"${text.slice(0, 40)}" is not written as ${pattern}.`);
  const read: Partial<Read> = {};
  for (const [index, { token }] of tokens.entries()) Object.assign(read, token.means?.(found[index + 1] ?? ""));
  return zonedFrom(read, text, zone);
}

function zonedFrom(read: Partial<Read>, text: string, zone: string): Zoned {
  const { year, month = 1, day = 1, hour: written = 0, minute = 0, second = 0, millisecond = 0, half } = read;
  if (year === undefined) throw new DateProblem("The pattern has no year (yyyy): without one it is no time.");
  if (half !== undefined && (written < 1 || written > 12)) throw notInCalendar(text);
  const hour = half === undefined ? written : (written % 12) + (half === "pm" ? 12 : 0);
  const id = checkedZone(zone);
  try {
    const fields = { year, month, day, hour, minute, second, millisecond };
    const plain = Temporal.PlainDateTime.from(fields, { overflow: "reject" });
    return plain.toZonedDateTime(read.offset ?? id).withTimeZone(id);
  } catch (error) {
    if (error instanceof RangeError) throw notInCalendar(text);
    throw error;
  }
}

function notInCalendar(text: string): DateProblem {
  return new DateProblem(`"${text.slice(0, 40)}" names a day or a time that does not exist.`);
}
