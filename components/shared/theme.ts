export const THEME_COOKIE = "heddle-theme";
const YEAR_SECONDS = 31_536_000;

export type Theme = "system" | "light" | "dark";

/** What a cookie or a menu said; anything else means the system decides. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** Shows and remembers a theme. The server reads the cookie, so the next page comes in the right colours at once. */
export function chooseTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const age = theme === "system" ? 0 : YEAR_SECONDS;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API does not exist in every browser we serve.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${age}; samesite=lax`;
}

export function currentTheme(): Theme {
  return parseTheme(document.documentElement.dataset.theme);
}
