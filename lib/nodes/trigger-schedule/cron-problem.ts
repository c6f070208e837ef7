interface Part {
  name: string;
  min: number;
  max: number;
  names?: readonly string[];
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const parts: readonly Part[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: months },
  { name: "day of the week", min: 0, max: 7, names: days },
];
const nicknames = new Set(["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]);

/**
 * What is wrong with a cron pattern, for people; null when it is fine. It knows the common form (`*`, numbers, names,
 * ranges, lists, steps, `L`, `#`): the schedule itself is computed elsewhere, by a library that reads the same form.
 */
export function cronProblem(pattern: string): string | null {
  const text = pattern.trim().toUpperCase();
  if (text.startsWith("@"))
    return nicknames.has(text.toLowerCase()) ? null : `${pattern.trim()} is not a known pattern.`;
  const given = text.split(/\s+/);
  if (given.length !== parts.length) {
    return `A pattern has five parts (minute, hour, day, month, day of the week); this one has ${given.length}.`;
  }
  for (const [index, part] of parts.entries()) {
    const bad = (given[index] ?? "").split(",").find((item) => !isItem(item, part));
    if (bad !== undefined) return `"${bad}" is not a ${part.name} (${part.min} to ${part.max}, *, 1-5 or */2).`;
  }
  return neverComes(given)
    ? "That day never comes: no month it names has it. The pattern would never start anything."
    : null;
}

/** Days that no named month has, such as 31 February. A day of the week beside it would still come. */
function neverComes([, , day = "", month = "", weekday = ""]: string[]): boolean {
  if (!/^[*?]/.test(weekday) || day.includes("L")) return false;
  const firstDay = Math.min(...day.split(",").map((item) => lowest(item, parts[2] as Part)));
  const monthsNamed = month.split(",").flatMap((item) => valuesOf(item, parts[3] as Part));
  return monthsNamed.every((number) => firstDay > (longest[number - 1] ?? 31));
}

/** Days of each month, at most. */
const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function lowest(item: string, part: Part): number {
  return valuesOf(item, part)[0] ?? part.min;
}

/** What an item that is well formed stands for: `*`, `3`, `3-5`, each with a step. */
function valuesOf(item: string, part: Part): number[] {
  const [range = "", step = "1"] = item.split("/");
  const [from, to] = range.split("-");
  const isAll = from === "*" || from === "?";
  const start = isAll ? part.min : (fieldValue(from ?? "", part) ?? part.min);
  const isOne = !isAll && to === undefined && !item.includes("/");
  const end = isOne ? start : to === undefined ? part.max : (fieldValue(to, part) ?? part.max);
  const values: number[] = [];
  for (let value = start; value <= end; value += Number(step)) values.push(value);
  return values;
}

function isItem(item: string, part: Part): boolean {
  const match = /^(\*|\?|L|(?:\d+|[A-Z]{3})(?:-(?:\d+|[A-Z]{3}))?)(?:#([1-5]|L)|(L))?(?:\/(\d+))?$/.exec(item);
  if (match === null) return false;
  const [, range = "", nth, last, step] = match;
  if (step !== undefined && Number(step) === 0) return false;
  const isDayOfWeek = part.names === days;
  if ((nth !== undefined || last !== undefined) && !isDayOfWeek) return false;
  if (range === "*" || range === "?") return true;
  if (range === "L") return part.name === "day";
  const [from, to] = range.split("-").map((name) => fieldValue(name, part));
  if (from === undefined || from === null || to === null) return false;
  return to === undefined || from <= to;
}

function fieldValue(text: string, part: Part): number | null {
  const named = part.names?.indexOf(text) ?? -1;
  const value = named === -1 ? (/^\d{1,2}$/.test(text) ? Number(text) : Number.NaN) : named + part.min;
  return value >= part.min && value <= part.max ? value : null;
}
