const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** A cron pattern as people say it where it is daily or weekly (`02:15 daily`, `Mon 07:00`); as written where it is not. */
export function cronWords(cron: string): string {
  const parts = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7])$/.exec(cron.trim());
  if (!parts) return cron;
  const time = `${(parts[2] as string).padStart(2, "0")}:${(parts[1] as string).padStart(2, "0")}`;
  return parts[3] === "*" ? `${time} daily` : `${days[Number(parts[3])]} ${time}`;
}
