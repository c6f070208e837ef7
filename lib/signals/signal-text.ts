import type { Signal } from "./signals.ts";

/** Signals as text, `<topic> <seq>;<topic> <seq>`, in pieces of at most `maxBytes`. */
export function writeSignals(signals: readonly Signal[], maxBytes: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const { topic, seq } of signals) {
    const line = `${topic} ${seq}`;
    if (piece !== "" && piece.length + 1 + line.length > maxBytes) {
      pieces.push(piece);
      piece = "";
    }
    piece = piece === "" ? line : `${piece};${line}`;
  }
  if (piece !== "") pieces.push(piece);
  return pieces;
}

/** What does not parse is left out: anybody who may speak on the line may say anything. */
export function readSignals(text: string): Signal[] {
  return text.split(";").flatMap((line) => {
    const [, topic, seq] = /^([\w:-]{1,200}) (\d{1,15})$/.exec(line) ?? [];
    return topic === undefined ? [] : [{ topic, seq: Number(seq) }];
  });
}
