export interface PasswordStrength {
  /** Filled bars, 0 to 4. */
  score: 0 | 1 | 2 | 3 | 4;
  /** What it is and what would help. */
  advice: string;
}

/** Effective length from which each bar is filled. */
const bars = [1, 12, 15, 19] as const;

/**
 * A rough and honest measure: length counts, repeats and runs do not. Words that people try first, and the owner's own
 * name, count as one character.
 */
export function passwordStrength(
  password: string,
  minimum: number,
  personal: readonly string[] = [],
): PasswordStrength {
  const length = [...password].length;
  if (length === 0) return { score: 0, advice: `At least ${minimum} characters. A few words are easy to keep.` };
  if (length < minimum) return { score: 1, advice: `Too short: ${minimum - length} more needed.` };
  const effective = effectiveLength(password, personal);
  if (effective < bars[1]) return { score: 1, advice: "Easy to guess. Add words that do not belong together." };
  if (effective < bars[2]) return { score: 2, advice: `Fair. ${more(bars[2] - effective)} good.` };
  if (effective < bars[3]) return { score: 3, advice: `Good. ${more(bars[3] - effective)} strong.` };
  return { score: 4, advice: "Strong." };
}

const numbers = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven"];

function more(count: number): string {
  return `${numbers[count] ?? count} more ${count === 1 ? "character makes" : "characters make"} it`;
}

const common = [
  "password",
  "passwort",
  "heddle",
  "workflow",
  "letmein",
  "welcome",
  "qwerty",
  "azerty",
  "admin",
  "secret",
];

function effectiveLength(password: string, personal: readonly string[]): number {
  let text = password.toLowerCase();
  const words = [...common, ...personal.flatMap((value) => value.toLowerCase().split(/[^\p{L}\p{N}]+/u))];
  for (const word of words) if (word.length >= 4) text = text.replaceAll(word, "*");
  let counted = 0;
  let previous: number | undefined;
  let step: number | undefined;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const distance = previous === undefined ? undefined : code - previous;
    const predictable = distance !== undefined && Math.abs(distance) <= 1 && distance === step;
    if (!predictable) counted += 1;
    step = distance;
    previous = code;
  }
  const variety = new Set(text).size;
  return Math.min(counted, variety * 2);
}
