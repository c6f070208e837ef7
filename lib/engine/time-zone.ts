/** Is it a time zone by its IANA name, such as `Europe/Paris`, or `UTC`? */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
