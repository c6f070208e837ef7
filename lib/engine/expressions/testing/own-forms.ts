import { type Form, form } from "./form.ts";

/** Forms of the groups that are ours alone, compared with `peers.ts`; `$d` is a time, `$z` a zone. */
export const ownForms: readonly Form[] = [
  form("Base64.encode", "s", "Base64.encode($s)", "Base64.encode($n)"),
  form("Base64.encodeUrl", "s", "Base64.encodeUrl($s)", "Base64.encodeUrl($v)"),
  form("Base64.decode", "s", "Base64.decode(Base64.encode($s))", "Base64.decode(Base64.encodeUrl($s))"),
  form("Hex.encode", "s", "Hex.encode($s)", "Hex.encode($v)"),
  form("Hex.decode", "s", "Hex.decode(Hex.encode($s))"),
  ...["sha256", "sha512", "sha1", "md5"].map((name) =>
    form(`Hash.${name}`, "s", `Hash.${name}($s)`, `Hash.${name}($v, 'base64')`, `Hash.${name}($s, 'base64url')`),
  ),
  form("Hash.hmac", "s", "Hash.hmac('sha256', $s, $s)", "Hash.hmac('sha1', $s, $v, 'base64')"),
  form("DateTime.toMillis", "n", "DateTime.toMillis($d)", "DateTime.toMillis(DateTime.toMillis($d))"),
  form(
    "DateTime.fromMillis",
    "s",
    "DateTime.fromMillis($i * 86400000 + $i)",
    "DateTime.fromMillis(DateTime.toMillis($d) + $i)",
  ),
  form("DateTime.parse", "s", "DateTime.parse($d)", "DateTime.parse($i * 3600000)"),
  form(
    "DateTime.add",
    "s",
    "DateTime.add($d, { days: $i, minutes: $i })",
    "DateTime.add($d, { weeks: $i, seconds: 7 })",
  ),
  form(
    "DateTime.subtract",
    "s",
    "DateTime.subtract($d, { hours: $i, milliseconds: $i })",
    "DateTime.subtract($d, { days: 1 })",
  ),
  form(
    "DateTime.difference",
    "n",
    "DateTime.difference($d, $d, 'hours')",
    "DateTime.difference($d, $d, 'milliseconds')",
  ),
  form(
    "DateTime.startOf",
    "s",
    ...["year", "month", "week", "day", "hour"].map((period) => `DateTime.startOf($d, '${period}')`),
  ),
  form("DateTime.endOf", "s", ...["year", "month", "day", "minute"].map((period) => `DateTime.endOf($d, '${period}')`)),
  form(
    "DateTime.parts",
    "v",
    "DateTime.parts($d).weekday",
    "DateTime.parts($d).dayOfYear",
    "DateTime.parts($d, $z).hour",
    "DateTime.parts($d, $z).day",
  ),
  form("DateTime.toZone", "s", "DateTime.toZone($d, $z)"),
  form(
    "DateTime.format",
    "s",
    "DateTime.format($d, 'yyyy-MM-dd HH:mm:ss', $z)",
    "DateTime.format($d, 'dd.MM.yyyy', $z)",
  ),
  form(
    "DateTime.isValid",
    "b",
    "DateTime.isValid($d)",
    "DateTime.isValid($i)",
    "DateTime.isValid('2026-13-01')",
    "DateTime.isValid('no time')",
  ),
];

export const timeLeaves: readonly string[] = [
  ...["'2026-03-29T00:59:59Z'", "'2026-03-29T01:00:00Z'", "'2024-02-29T12:30:00.250Z'", "'2025-12-31T23:59:59.999Z'"],
  ...["'2026-10-25T00:30:00Z'", "'1999-07-04T08:00:00Z'", "'2026-06-15T00:00:00Z'", "'2026-01-01T00:00:00+05:30'"],
];

export const zoneLeaves: readonly string[] = [
  "'UTC'",
  "'Europe/Paris'",
  "'America/New_York'",
  "'Asia/Kathmandu'",
  "'Australia/Lord_Howe'",
];
