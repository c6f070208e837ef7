export interface CodePart {
  text: string;
  tone: "string" | "number" | "quiet" | "plain";
}

const json = /("(?:[^"\\\n]|\\.)*")(\s*:)?|(-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|([{}[\],])/gi;
const shell =
  /('(?:[^'\\]|'\\'')*'|"(?:[^"\\\n]|\\.)*")|(#.*)|(?<=^|\n)(curl|npm|npx|node|git|docker)\b|(?<=\s)(-{1,2}[A-Za-z][\w-]*)/g;

/** A code block in parts, each with its tone. What is not known stays plain. */
export function codeTones(code: string, language: string | undefined): CodePart[] {
  if (language === "json") return parts(code, json, jsonTone);
  if (language === "sh" || language === "bash") return parts(code, shell, ([, text]) => (text ? "string" : "quiet"));
  return [{ text: code, tone: "plain" }];
}

function jsonTone([, text, isKey, number]: RegExpMatchArray): CodePart["tone"] {
  if (text !== undefined) return isKey === undefined ? "string" : "plain";
  return number === undefined ? "quiet" : "number";
}

function parts(code: string, pattern: RegExp, toneOf: (found: RegExpMatchArray) => CodePart["tone"]): CodePart[] {
  const made: CodePart[] = [];
  let at = 0;
  for (const found of code.matchAll(pattern)) {
    if (found.index > at) made.push({ text: code.slice(at, found.index), tone: "plain" });
    made.push({ text: found[0], tone: toneOf(found) });
    at = found.index + found[0].length;
  }
  if (at < code.length) made.push({ text: code.slice(at), tone: "plain" });
  return made;
}
