import { LINE_ENDS, type Member, one, written } from "./characters.ts";
import { type Count, choice, edge, group, oneOf, type Part, PatternProblem, repeat, sequence } from "./part.ts";
import { readEscape } from "./read-escape.ts";
import { writeSet } from "./write-set.ts";

export interface PatternFlags {
  ignoresCase: boolean;
  /** `^` and `$` hold at each line. */
  isMultiline: boolean;
  dotIsAll: boolean;
}

export interface ReadPattern {
  part: Part;
  groups: number;
  /** Groups by name, in their order. */
  names: ReadonlyMap<string, number>;
}

/** Groups inside of groups. */
const MAX_DEPTH = 50;
const MAX_GROUPS = 50;
const NAME = /^\?<([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]{0,63})>/u;
const COUNT = /^\{(\d{1,9})(?:(,)(\d{0,9}))?\}/;

/**
 * Reads a regular expression as JavaScript's grammar has it, always by whole characters (as with the flag `u`), and
 * writes it in the syntax of the linear engine.
 * @throws PatternProblem for what is no pattern, and for what no engine can match in linear time
 */
export function readPattern(source: string, flags: PatternFlags): ReadPattern {
  const reader = new Reader(source, flags);
  const part = reader.alternatives();
  if (!reader.isAtEnd) throw new PatternProblem("This ) closes nothing. Write \\) for the character.", reader.at);
  return { part, groups: reader.groups, names: reader.names };
}

class Reader {
  at = 0;
  groups = 0;
  readonly names = new Map<string, number>();
  private depth = 0;
  private readonly source: string;
  private readonly flags: PatternFlags;

  constructor(source: string, flags: PatternFlags) {
    this.source = source;
    this.flags = flags;
  }

  get isAtEnd(): boolean {
    return this.at >= this.source.length;
  }

  alternatives(): Part {
    const options = [this.sequence()];
    while (this.eat("|")) options.push(this.sequence());
    return choice(options);
  }

  private sequence(): Part {
    const parts: Part[] = [];
    while (!this.isAtEnd && !this.sees("|") && !this.sees(")")) parts.push(this.term());
    return sequence(parts);
  }

  private term(): Part {
    const start = this.at;
    const edgePart = this.edge();
    const part = edgePart ?? this.atom();
    const counted = this.count();
    if (counted === undefined) return part;
    if (edgePart !== undefined)
      throw new PatternProblem("There is nothing in front of this that can be repeated.", start);
    const made = repeat(part, counted, start);
    const again = this.at;
    if (this.count() !== undefined) {
      throw new PatternProblem("This repeats a repetition. Write (?:…) around what it is to repeat.", again);
    }
    return made;
  }

  private edge(): Part | undefined {
    const { isMultiline } = this.flags;
    if (this.eat("^")) return edge(isMultiline ? "(?m:^)" : "\\A");
    if (this.eat("$")) return edge(isMultiline ? "(?m:$)" : "\\z");
    if (this.eat("\\b")) return edge("\\b");
    if (this.eat("\\B")) return edge("\\B");
    return undefined;
  }

  private atom(): Part {
    const { source, at } = this;
    const sign = source.charAt(at);
    if (sign === "(") return this.group();
    if (sign === "[") return this.set();
    if (sign === "\\") {
      const escaped = readEscape(source, at, this.flags.ignoresCase);
      this.at = escaped.next;
      return "set" in escaped
        ? writeSet([escaped.set], false, this.flags.ignoresCase, at)
        : oneOf(one(escaped.character));
    }
    if (sign === ".") {
      this.at++;
      return oneOf(this.flags.dotIsAll ? "(?s:.)" : `[^${written(LINE_ENDS)}]`);
    }
    if ("*+?".includes(sign) || COUNT.test(source.slice(at, at + 24))) {
      throw new PatternProblem(`There is nothing in front of ${sign} that can be repeated.`, at);
    }
    return oneOf(one(this.character()));
  }

  private character(): number {
    const character = this.source.codePointAt(this.at) as number;
    this.at += character > 0xffff ? 2 : 1;
    return character;
  }

  private group(): Part {
    const { at } = this;
    this.at++;
    if (++this.depth > MAX_DEPTH) throw new PatternProblem(`Groups are nested deeper than ${MAX_DEPTH} levels.`, at);
    const isCapturing = this.groupStart(at);
    const body = this.alternatives();
    if (!this.eat(")")) throw new PatternProblem("This ( is never closed. Write \\( for the character.", at);
    this.depth--;
    return isCapturing ? group(body) : { ...body, text: `(?:${body.text})` };
  }

  /** Reads what stands behind the bracket, and tells whether the group keeps what it matches. */
  private groupStart(at: number): boolean {
    if (this.eat("?:")) return false;
    const rest = this.source.slice(this.at, this.at + 80);
    if (/^\?<?[=!]/.test(rest)) {
      const name = rest.startsWith("?<") ? "Look-behind" : "Look-ahead";
      throw new PatternProblem(
        `${name} cannot be matched in a time that is sure. Match what is around as well, and take the group you want.`,
        at,
      );
    }
    const name = NAME.exec(rest)?.[1];
    if (name === undefined && rest.startsWith("?")) {
      throw new PatternProblem("A group begins with (, (?: or (?<name>. Flags stand behind the whole expression.", at);
    }
    if (++this.groups > MAX_GROUPS) throw new PatternProblem(`There are more than ${MAX_GROUPS} groups.`, at);
    if (name !== undefined) {
      if (this.names.has(name)) throw new PatternProblem(`Two groups are called "${name}".`, at);
      this.names.set(name, this.groups);
      this.at += name.length + 3;
    }
    return true;
  }

  private set(): Part {
    const { at } = this;
    this.at++;
    const isNegated = this.eat("^");
    const members: Member[] = [];
    while (!this.eat("]")) {
      if (this.isAtEnd) throw new PatternProblem("This [ is never closed. Write \\[ for the character.", at);
      members.push(this.member());
    }
    return writeSet(members, isNegated, this.flags.ignoresCase, at);
  }

  /** One character of a set, a range or a set inside of it. */
  private member(): Member {
    const { at } = this;
    const from = this.setCharacter();
    if (typeof from !== "number") return from;
    const isRange = this.sees("-") && !this.source.startsWith("-]", this.at) && this.at + 1 < this.source.length;
    if (!isRange) return { kind: "characters", from, to: from };
    const dash = this.at++;
    const to = this.setCharacter();
    if (typeof to !== "number") {
      this.at = dash;
      return { kind: "characters", from, to: from };
    }
    if (to < from) throw new PatternProblem("This range ends before it begins.", at);
    return { kind: "characters", from, to };
  }

  private setCharacter(): number | Member {
    if (!this.sees("\\")) return this.character();
    if (this.eat("\\b")) return 8;
    const escaped = readEscape(this.source, this.at, this.flags.ignoresCase);
    this.at = escaped.next;
    return "set" in escaped ? escaped.set : escaped.character;
  }

  private count(): Count | undefined {
    const found = this.bounds();
    return found === undefined ? undefined : { ...found, isLazy: this.eat("?") };
  }

  private bounds(): { min: number; max: number } | undefined {
    const max = Number.POSITIVE_INFINITY;
    if (this.eat("*")) return { min: 0, max };
    if (this.eat("+")) return { min: 1, max };
    if (this.eat("?")) return { min: 0, max: 1 };
    const found = COUNT.exec(this.source.slice(this.at, this.at + 24));
    if (found === null) return undefined;
    const [text, from, comma, to] = found;
    const min = Number(from);
    const end = comma === undefined ? min : to === "" ? max : Number(to);
    if (end < min) throw new PatternProblem(`${text} ends before it begins.`, this.at);
    this.at += text.length;
    return { min, max: end };
  }

  private sees(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private eat(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }
}
