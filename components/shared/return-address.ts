const HOME = "/workflows";

/**
 * Where to go after signing in. Only a path of this very site is believed: `//evil.example`, `/\evil.example`,
 * control characters and other schemes lead home.
 */
export function safeReturnAddress(next: string | null | undefined): string {
  if (!next?.startsWith("/")) return HOME;
  const base = "http://heddle.invalid";
  try {
    const url = new URL(next, base);
    if (url.origin !== base) return HOME;
    const path = `${url.pathname}${url.search}${url.hash}`;
    const loops = url.pathname === "/sign-in" || url.pathname === "/setup";
    return loops || path.startsWith("//") || url.pathname === "/" ? HOME : path;
  } catch {
    return HOME;
  }
}
