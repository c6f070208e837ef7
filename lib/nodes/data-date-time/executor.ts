import type { Temporal } from "temporal-polyfill";
import { definePure, NodeError } from "../define.ts";
import { definition } from "./definition.ts";
import { readDate } from "./read-date.ts";
import { describeDate, formatDate } from "./write-date.ts";

type Unit = "years" | "months" | "weeks" | "days" | "hours" | "minutes" | "seconds";
const READABLE = "yyyy-MM-dd HH:mm:ss";

export default definePure(definition, ({ config }) => {
  const at = readDate(config.date, config.zone);
  if (config.operation === "difference") {
    const until = readDate(config.until, config.zone);
    const { unit } = config;
    const amount = at.until(until, { largestUnit: unit }).total({ unit, relativeTo: at });
    const milliseconds = until.epochMilliseconds - at.epochMilliseconds;
    const output = { amount: Math.round(amount * 1e6) / 1e6, whole: Math.trunc(amount), milliseconds };
    return { port: "out", output };
  }
  const result = moved(at, config);
  const text = formatDate(result, config.operation === "format" ? config.format : READABLE);
  return { port: "out", output: describeDate(result, text) };
});

function moved(
  at: Temporal.ZonedDateTime,
  { operation, amount, unit }: { operation: string; amount: number; unit: Unit },
): Temporal.ZonedDateTime {
  try {
    if (operation === "add") return at.add({ [unit]: amount });
    if (operation === "start") return startOf(at, unit);
    // The last millisecond: what begins with the next unit is not in it any more.
    if (operation === "end") return startOf(startOf(at, unit).add({ [unit]: 1 }), unit).subtract({ milliseconds: 1 });
    return at;
  } catch {
    throw new NodeError("invalid_input", `${amount} ${unit} from then is beyond what dates can hold.`, {
      retry: "never",
      details: { field: "amount" },
    });
  }
}

/** Weeks begin on Monday, as ISO 8601 has it. */
function startOf(at: Temporal.ZonedDateTime, unit: Unit): Temporal.ZonedDateTime {
  switch (unit) {
    case "years":
      return at.with({ month: 1, day: 1 }).startOfDay();
    case "months":
      return at.with({ day: 1 }).startOfDay();
    case "weeks":
      return at.subtract({ days: at.dayOfWeek - 1 }).startOfDay();
    case "days":
      return at.startOfDay();
    case "hours":
      return at.round({ smallestUnit: "hour", roundingMode: "floor" });
    case "minutes":
      return at.round({ smallestUnit: "minute", roundingMode: "floor" });
    case "seconds":
      return at.round({ smallestUnit: "second", roundingMode: "floor" });
  }
}
