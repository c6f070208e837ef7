import { LAST, type Member, opposite, type Range, written } from "./characters.ts";
import { oneOf, type Part, PatternProblem } from "./part.ts";

/** Blocks outside of which no letter has another case. */
const CASED: readonly Range[] = [
  [0x41, 0x2e7f],
  [0xa640, 0xabff],
  [0xfb00, 0xff5a],
  [0x10400, 0x1e943],
];
/** Characters whose cases the engine looks up in the time of one instruction. */
const CASED_PER_INSTRUCTION = 64;
/** A property is a table of hundreds of ranges. */
const LOOKUPS_PER_PROPERTY = 30;
/** Members that are compared in the time of one instruction. */
const MEMBERS_PER_INSTRUCTION = 8;

/**
 * Writes a set of characters. The engine looks up the other cases of each character of a set, one by one, which for
 * `\S` would take milliseconds: what holds all its cases already is written where it does not look.
 * @throws PatternProblem
 */
export function writeSet(members: readonly Member[], isNegated: boolean, ignoresCase: boolean, at: number): Part {
  if (members.length === 0) return oneOf(isNegated ? "(?s:.)" : `[^${written([[0, LAST]])}]`);
  if (!ignoresCase) return plainSet(members, isNegated);
  const leavingOut = members.find((member) => member.kind === "set" && member.leavesOut !== undefined);
  if (isNegated && leavingOut?.kind === "set" && leavingOut.leavesOut) {
    return leftOver(leavingOut.leavesOut, members, at);
  }
  const { whole, cased } = split(members);
  const properties = propertiesOf(members);
  const size = sizeOf(members);
  const lookups = looked(members, cased);
  if (isNegated) return oneOf(`[^${written([...whole, ...cased])}${properties}]`, size, lookups);
  const options = [
    ...(whole.length > 0 ? [`(?-i:[${written(whole)}])`] : []),
    ...(cased.length > 0 || properties !== "" ? [`[${written(cased)}${properties}]`] : []),
  ];
  return oneOf(
    options.length === 1 ? (options[0] ?? "") : `(?:${options.join("|")})`,
    size + 2 * (options.length - 1),
    lookups,
  );
}

function plainSet(members: readonly Member[], isNegated: boolean): Part {
  const ranges = members.flatMap(rangesOf);
  const text = `${written(ranges)}${propertiesOf(members)}`;
  return oneOf(`[${isNegated ? "^" : ""}${text}]`, sizeOf(members), looked(members, []));
}

/** `[^\S,]`: of the few that `\S` leaves out, those that nothing else in the set is. */
function leftOver(few: readonly Range[], members: readonly Member[], at: number): Part {
  if (members.some(({ kind }) => kind === "property")) {
    throw new PatternProblem("With the flag i, \\p{…} does not go with \\W, \\S or \\D in one [^…].", at);
  }
  const others = members.flatMap(rangesOf);
  const left = few
    .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
    .filter((character) => !casesOf(character).some((one) => others.some(([from, to]) => from <= one && one <= to)));
  if (left.length === 0) return writeSet([], false, true, at);
  return oneOf(`(?-i:[${written(left.map((character): Range => [character, character]))}])`, 2);
}

/** Of a digit, a blank or a letter of `\w`. */
function casesOf(character: number): number[] {
  const text = String.fromCodePoint(character);
  if (/[sſ]/i.test(text)) return [0x53, 0x73, 0x17f];
  if (/[k\u212a]/i.test(text)) return [0x4b, 0x6b, 0x212a];
  return [character, text.toLowerCase().charCodeAt(0), text.toUpperCase().charCodeAt(0)];
}

function rangesOf(member: Member): readonly Range[] {
  if (member.kind === "property") return [];
  return member.kind === "set" ? member.ranges : [[member.from, member.to]];
}

function propertiesOf(members: readonly Member[]): string {
  return members.map((member) => (member.kind === "property" ? member.text : "")).join("");
}

/** What holds all its cases, and what the engine has to look up. */
function split(members: readonly Member[]): { whole: Range[]; cased: Range[] } {
  const whole: Range[] = [];
  const cased: Range[] = [];
  for (const member of members) {
    if (member.kind === "set") whole.push(...member.ranges);
    if (member.kind !== "characters") continue;
    if (member.from <= 0x41 && member.to >= 0x1e943) whole.push([member.from, member.to]);
    else {
      whole.push(...common(opposite(CASED), member));
      cased.push(...common(CASED, member));
    }
  }
  return { whole, cased };
}

function common(blocks: readonly Range[], { from, to }: { from: number; to: number }): Range[] {
  return blocks
    .map(([first, last]): Range => [Math.max(first, from), Math.min(last, to)])
    .filter(([first, last]) => first <= last);
}

function sizeOf(members: readonly Member[]): number {
  return 1 + Math.floor(members.length / MEMBERS_PER_INSTRUCTION);
}

function looked(members: readonly Member[], cased: readonly Range[]): number {
  const properties = members.filter(({ kind }) => kind === "property").length;
  return cased.reduce(
    (sum, [from, to]) => sum + Math.floor((to - from) / CASED_PER_INSTRUCTION),
    properties * LOOKUPS_PER_PROPERTY,
  );
}
