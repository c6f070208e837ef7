import type { Agreed } from "./drawn-property.ts";

export const places = ["no container", "for-each", "while", "nested"] as const;
export const kinds = ["plain", "error port", "cancel", "crash", "duplicate"] as const;

/** Cells that no run can reach, and why. */
export const impossible: Readonly<Record<string, string>> = {
  ...Object.fromEntries(places.map((place) => [`E12|${place}|plain`, "nobody cancels a run that is left alone"])),
  ...Object.fromEntries(kinds.map((kind) => [`E13|no container|${kind}`, "it speaks of what stands in containers"])),
};

/** How often each rule decided something, by where and by what happened to the run: counted from the runs themselves. */
export class RuleTable {
  /** By `rule|place|kind`. */
  readonly cells = new Map<string, number>();
  /** The ways in which a rule can hold, by `way|kind`. */
  readonly ways = new Map<string, number>();
  runs = 0;

  add({ made, walked, expected }: Agreed): void {
    this.runs += 1;
    const shown = new Set(expected.ways.map(({ way }) => way));
    const happened = [
      shown.has("E2 fails on its error port") ? "error port" : null,
      walked.cancelled !== null ? "cancel" : null,
      walked.deaths > 0 ? "crash" : null,
      walked.wasEnteredTwice ? "duplicate" : null,
    ].filter((kind) => kind !== null);
    for (const kind of happened.length > 0 ? happened : ["plain"])
      for (const { way, path } of expected.ways) {
        const [rule] = way.split(" ", 1);
        this.#count(this.cells, `${rule}|${placeOf(path, (key) => made.placed.get(key)?.kind)}|${kind}`);
        this.#count(this.ways, `${way}|${kind}`);
      }
  }

  /** Cells that could have been reached, and were not. */
  empty(rules: readonly string[]): string[] {
    const all = rules.flatMap((rule) => places.flatMap((place) => kinds.map((kind) => `${rule}|${place}|${kind}`)));
    return all.filter((cell) => !this.cells.has(cell) && !(cell in impossible));
  }

  /** The table as text, a line for each rule and place, and one for each way. */
  toString(rules: readonly string[]): string {
    const line = (title: string, cells: readonly (string | number)[]) =>
      [title.padEnd(62), ...cells.map((cell) => String(cell).padStart(11))].join("");
    const rows = rules.flatMap((rule) =>
      places.map((place) =>
        line(
          `${rule} ${place}`,
          kinds.map(
            (kind) =>
              this.cells.get(`${rule}|${place}|${kind}`) ?? (`${rule}|${place}|${kind}` in impossible ? "-" : 0),
          ),
        ),
      ),
    );
    const names = [...new Set([...this.ways.keys()].map((key) => key.split("|")[0] as string))].sort(
      (a, b) => Number(a.match(/\d+/)?.[0]) - Number(b.match(/\d+/)?.[0]) || (a < b ? -1 : 1),
    );
    const ways = names.map((name) =>
      line(
        name,
        kinds.map((kind) => this.ways.get(`${name}|${kind}`) ?? 0),
      ),
    );
    return [`${this.runs} runs`, line("", kinds), ...rows, "", ...ways].join("\n");
  }

  #count(map: Map<string, number>, key: string): void {
    map.set(key, (map.get(key) ?? 0) + 1);
  }
}

/** Where a node stands, by its path. */
function placeOf(path: string, kindOf: (key: string) => string | undefined): (typeof places)[number] {
  const around = [...path.matchAll(/([^/]+)\[\d+\]\//g)].map(([, key]) => key as string);
  if (around.length === 0) return "no container";
  if (around.length > 1) return "nested";
  return kindOf(around[0] as string) === "while" ? "while" : "for-each";
}
