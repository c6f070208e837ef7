import { RE2JS } from "re2js";
import { limits } from "#lib/config/limits.ts";
import { PatternProblem } from "./part.ts";
import { readPattern } from "./read-pattern.ts";

/** What the linear engine makes of a pattern; its type leaves out what of it is ours to use. */
export type Program = ReturnType<RE2JS["re2"]>;

export interface PatternInfo {
  source: string;
  flags: string;
  isGlobal: boolean;
  isMultiline: boolean;
  groups: number;
  names: ReadonlyMap<string, number>;
  /** Instructions, at most. */
  size: number;
  /** What compiling it looks up, in the time of so many instructions more. */
  lookups: number;
  /** Compiled when it is first asked for: checking a document does not pay for it. */
  program(): Program;
}

const FLAGS = "gimsu";

/**
 * A regular expression as a value of the language. It has no members at all, so that nothing of it can be reached by an
 * expression; the functions of the language read it by `infoOf`.
 */
export class Pattern {
  readonly #info: PatternInfo;

  constructor(info: PatternInfo) {
    this.#info = info;
  }

  static infoOf(value: object): PatternInfo | undefined {
    return #info in value ? value.#info : undefined;
  }
}

/**
 * Reads a literal.
 * @throws PatternProblem `at` is an offset in `source`
 */
export function readLiteral(source: string, flags: string): Pattern {
  checkFlags(source, flags);
  const options = {
    ignoresCase: flags.includes("i"),
    isMultiline: flags.includes("m"),
    dotIsAll: flags.includes("s"),
  };
  const { part, groups, names } = readPattern(source, options);
  // The engine adds its own beginning and end.
  const size = part.size + 2;
  if (Math.max(size, part.lookups) > limits.patternSize) {
    const most = limits.patternSize.toLocaleString("en");
    throw new PatternProblem(
      `The regular expression is too large: written out, it has more than ${most} parts. Counts such as {1,500} make it grow.`,
      0,
    );
  }
  let program: Program | undefined;
  return new Pattern({
    source,
    flags,
    isGlobal: flags.includes("g"),
    isMultiline: options.isMultiline,
    groups,
    names,
    size,
    lookups: part.lookups,
    program() {
      program ??= RE2JS.compile(options.ignoresCase ? `(?i)${part.text}` : part.text).re2();
      return program;
    },
  });
}

function checkFlags(source: string, flags: string): void {
  const behind = source.length + 1;
  for (const [index, flag] of [...flags].entries()) {
    if (!FLAGS.includes(flag)) {
      throw new PatternProblem(`There is no flag ${flag} here. Flags are g, i, m, s and u.`, behind + index);
    }
    if (flags.indexOf(flag) !== index) throw new PatternProblem(`The flag ${flag} stands there twice.`, behind + index);
  }
}
