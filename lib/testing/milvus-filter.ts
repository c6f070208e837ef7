/**
 * A filter as Milvus writes them, as far as this product does: `field == "value"` and `field in ["a", "b"]`, joined by `and`.
 * @throws Error for anything else
 */
export function parseMilvusFilter(filter: string): (row: Readonly<Record<string, unknown>>) => boolean {
  const tokens = filter.match(/"(?:[^"\\]|\\.)*"|==|[a-z_]+|[[\],]|\S/g) ?? [];
  let at = 0;
  const next = () => tokens[at++];
  const text = () => {
    const token = next();
    if (token === undefined || !/^"/.test(token)) throw new Error(`expected a text, got ${token ?? "the end"}`);
    return JSON.parse(token) as string;
  };
  const conditions: ((row: Readonly<Record<string, unknown>>) => boolean)[] = [];
  while (at < tokens.length) {
    const field = next() as string;
    if (!/^[a-z_]+$/.test(field)) throw new Error(`expected a field, got ${field}`);
    const operator = next();
    if (operator === "==") {
      const wanted = text();
      conditions.push((row) => row[field] === wanted);
    } else if (operator === "in" && next() === "[") {
      const wanted = new Set<unknown>();
      if (tokens[at] === "]") at += 1;
      else {
        do wanted.add(text());
        while (next() === ",");
        if (tokens[at - 1] !== "]") throw new Error("a list does not end");
      }
      conditions.push((row) => wanted.has(row[field]));
    } else throw new Error(`expected == or in, got ${operator ?? "the end"}`);
    if (at < tokens.length && next() !== "and") throw new Error("expected and");
  }
  return (row) => conditions.every((holds) => holds(row));
}
