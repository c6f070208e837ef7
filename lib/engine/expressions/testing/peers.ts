import { createHash, createHmac } from "node:crypto";

/**
 * What JavaScript and Node have in place of the groups of functions that are ours alone: by `Date`, `Intl`, `Buffer` and
 * `crypto`, written without a line of what is tested.
 */

const text = (bytes: Buffer) => bytes.toString("utf8");
type Form = "hex" | "base64" | "base64url";

const hash =
  (name: string) =>
  (value: unknown, form: Form = "hex") =>
    createHash(name).update(String(value)).digest(form);

const at = (time: string | number) => new Date(time);
const iso = (ms: number) => new Date(ms).toISOString();
const UNIT_MS: Readonly<Record<string, number>> = {
  weeks: 604_800_000,
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
};

function shifted(time: string, amounts: Record<string, number>, sign: number): string {
  const by = Object.entries(amounts).reduce((sum, [unit, amount]) => sum + amount * (UNIT_MS[unit] ?? Number.NaN), 0);
  return iso(at(time).getTime() + sign * by);
}

/** The period's first moment in UTC, and that of the one behind it. */
function bounds(time: string, period: string): [number, number] {
  const [year, month, day] = [at(time).getUTCFullYear(), at(time).getUTCMonth(), at(time).getUTCDate()];
  if (period === "year") return [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
  if (period === "month") return [Date.UTC(year, month), Date.UTC(year, month + 1)];
  const length = UNIT_MS[`${period}s`] ?? Number.NaN;
  if (period === "week") {
    const start = Date.UTC(year, month, day - ((at(time).getUTCDay() + 6) % 7));
    return [start, start + length];
  }
  const start = Math.floor(at(time).getTime() / length) * length;
  return [start, start + length];
}

/** Fields of the clock on the wall of a zone. */
function wall(time: string, timeZone = "UTC") {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
  });
  const parts = Object.fromEntries(format.formatToParts(at(time)).map(({ type, value }) => [type, value]));
  return { ...parts, offset: parts.timeZoneName?.slice(3) || "+00:00" } as Record<
    "year" | "month" | "day" | "hour" | "minute" | "second" | "offset",
    string
  >;
}

export const peers = {
  Base64: {
    encode: (value: unknown) => Buffer.from(String(value)).toString("base64"),
    encodeUrl: (value: unknown) => Buffer.from(String(value)).toString("base64url"),
    decode: (value: string) => text(Buffer.from(value, "base64")),
  },
  Hex: {
    encode: (value: unknown) => Buffer.from(String(value)).toString("hex"),
    decode: (value: string) => text(Buffer.from(value, "hex")),
  },
  Hash: {
    sha256: hash("sha256"),
    sha512: hash("sha512"),
    sha1: hash("sha1"),
    md5: hash("md5"),
    hmac: (name: string, key: string, value: unknown, form: Form = "hex") =>
      createHmac(name, key).update(String(value)).digest(form),
  },
  DateTime: {
    toMillis: (time: string) => at(time).getTime(),
    fromMillis: iso,
    parse: (time: string) => at(time).toISOString(),
    add: (time: string, amounts: Record<string, number>) => shifted(time, amounts, 1),
    subtract: (time: string, amounts: Record<string, number>) => shifted(time, amounts, -1),
    difference: (from: string, to: string, unit: string) =>
      (at(to).getTime() - at(from).getTime()) / (UNIT_MS[unit] ?? Number.NaN),
    startOf: (time: string, period: string) => iso(bounds(time, period)[0]),
    endOf: (time: string, period: string) => iso(bounds(time, period)[1] - 1),
    parts(time: string, zone?: string) {
      const [start] = bounds(time, "year");
      return {
        weekday: ((at(time).getUTCDay() + 6) % 7) + 1,
        dayOfYear: Math.floor((at(time).getTime() - start) / 86_400_000) + 1,
        hour: Number(wall(time, zone).hour),
        day: Number(wall(time, zone).day),
      };
    },
    toZone(time: string, zone: string) {
      const { year, month, day, hour, minute, second, offset } = wall(time, zone);
      const ms = String(at(time).getUTCMilliseconds()).padStart(3, "0");
      return `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}${offset}`;
    },
    format(time: string, pattern: string, zone: string) {
      const { year, month, day, hour, minute, second } = wall(time, zone);
      const date = pattern.startsWith("dd") ? `${day}.${month}.${year}` : `${year}-${month}-${day}`;
      return pattern.includes("HH") ? `${date} ${hour}:${minute}:${second}` : date;
    },
    isValid: (time: string) => !Number.isNaN(at(time).getTime()),
  },
};
