import type { SearchLanguage } from "#lib/rag/base-settings.ts";

/** `german` as people read it. */
export function languageWord(language: SearchLanguage): string {
  return language === "simple"
    ? "None: words as they are written"
    : language.replace(/^./, (first) => first.toUpperCase());
}
