// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources of expressions, not templates
import { type Form, form } from "./form.ts";

/** Forms that take regular expressions: `$p` is one without the flag g, `$g` one with it. */
export const patternForms: readonly Form[] = [
  form(
    "string.match",
    "v",
    "$s.match($p)",
    "$s.match($g)",
    "$s.match($p)?.[1]",
    "$s.match($p)?.index",
    "text.match(/(?<first>\\w+), (?<second>\\w+)/u).groups.second",
    "$s.match($p)?.groups?.first",
    "$t.map(x => x.match($p))",
  ),
  form(
    "string.matchAll",
    "l",
    "[...$s.matchAll($g)]",
    "Array.from($s.matchAll($g), ([all]) => all)",
    "[...$s.matchAll($g)].map(m => [m.index, m.input.length, m.groups])",
    "[...$s.matchAll($p)]",
  ),
  form("string.search", "n", "$s.search($p)", "$s.search($g)"),
  form(
    "pattern.test",
    "b",
    "$p.test($s)",
    "$p.test($v)",
    "$t.filter(x => $p.test(x)).length > 0",
    "[/a/u, /^\\d+$/u].some(p => p.test($s))",
  ),
  form("pattern.exec", "v", "$p.exec($s)", "$p.exec($s)?.groups", "$p.exec($v)?.index"),
  form("pattern.toString", "s", "$p.toString()", "String($g)", "`${$p}`"),
];

export const replaceByPattern: readonly string[] = [
  "$s.replace($p, $s)",
  "$s.replace($g, '[$&]')",
  "$s.replace($g, '$1-$2-$11')",
  "$s.replace($p, `$<first>|$<none>|$<`)",
  "$s.replace($g, (all, ...rest) => all.length + rest.length)",
  "$s.replace(/(?<first>[a-z])/gu, (all, one, at, whole, { first }) => at + first)",
  "$s.replace(/(\\w)(\\w)/gu, '$2$1')",
];

export const replaceAllByPattern: readonly string[] = [
  "$s.replaceAll($g, '<$$>')",
  "$s.replaceAll($g, x => x.toUpperCase())",
  "$s.replaceAll($p, '')",
  '$s.replaceAll($g, "[$`|$\']")',
];

export const splitByPattern: readonly string[] = [
  "$s.split($p)",
  "$s.split($g)",
  "$s.split(/([ ,])/u)",
  "$s.split($p, $i)",
];

export const patternLeaves: readonly string[] = [
  ...["/a/u", "/[aeiou]/iu", "/(\\w)(\\d)?/u", "/(?<first>\\w+)[ ,]+(?<rest>.*)/u", "/^\\s*$/mu", "/n+|l{2}/u"],
  ...["/\\p{L}+/u", "/(?:)/u", "/\\b/u", "/x?/su", "/[^\\w]+/u", "/(a|(b))/u", "/[/]|o{1,3}?/u"],
];

export const globalPatternLeaves: readonly string[] = [
  ...["/a/gu", "/[AEIOU]/giu", "/(\\w)(\\d)?/gu", "/(?<first>\\w)(?<rest>\\W*)/gu", "/^./gmu", "/(?:)/gu", "/\\b/gu"],
  ...["/o*/gu", "/.|\\n/gu", "/(?:an)+/gsu", "/[^ -~]/gu"],
];
