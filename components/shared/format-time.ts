const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago or how soon, as people say it; beyond a week the date. */
export function formatRelative(at: Date, now: Date): string {
  const passed = now.getTime() - at.getTime();
  const distance = Math.abs(passed);
  if (distance < MINUTE) return passed >= 0 ? "just now" : "in under a minute";
  const words = distance < HOUR ? count(distance, MINUTE, "min") : distance < DAY ? count(distance, HOUR, "h") : null;
  if (words) return passed >= 0 ? `${words} ago` : `in ${words}`;
  if (distance < 7 * DAY) {
    const days = count(distance, DAY, distance < 2 * DAY ? "day" : "days");
    return passed >= 0 ? `${days} ago` : `in ${days}`;
  }
  return formatDate(at, now);
}

function count(distance: number, unit: number, word: string): string {
  return `${Math.floor(distance / unit)} ${word}`;
}

/** `12 Nov`, with the year where it is not this one. */
export function formatDate(at: Date, now: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    ...(at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  }).format(at);
}

/** Everything, to the second, for a tooltip: `Wed 25 Nov 2026, 14:32:08`. */
export function formatExact(at: Date): string {
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return `${day.format(at).replace(",", "")}, ${time.format(at)}`;
}
