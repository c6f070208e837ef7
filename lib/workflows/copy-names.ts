const NAME_LENGTH = 200;

/** Name of the n-th copy: `Digest (copy)`, `Digest (copy 2)`. A copy of a copy counts on and does not nest. */
export function copyName(name: string, n: number): string {
  const base = name.replace(/ \(copy(?: \d+)?\)$/, "");
  const ending = n === 1 ? " (copy)" : ` (copy ${n})`;
  return `${base.slice(0, NAME_LENGTH - ending.length)}${ending}`;
}

/** Webhook path of the n-th copy: the last fixed part gets an ending, so that parameters stay where they are. */
export function copyPath(path: string, n: number): string {
  const ending = n === 1 ? "-copy" : `-copy-${n}`;
  const parts = path.split("/");
  const last = parts.findLastIndex((part) => part !== "" && !part.startsWith(":"));
  if (last === -1) return [`copy${n === 1 ? "" : `-${n}`}`, ...parts].join("/");
  return parts.map((part, i) => (i === last ? `${part.replace(/-copy(?:-\d+)?$/, "")}${ending}` : part)).join("/");
}
