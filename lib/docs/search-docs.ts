export const searchKinds = ["Guide", "Node", "Expression", "API", "Architecture", "Decision"] as const;

/** One thing that can be found: a page, a part of one, a function, an operation. */
export interface SearchEntry {
  kind: (typeof searchKinds)[number];
  title: string;
  href: string;
  /** The page it is part of, where that is not itself. */
  within?: string;
  /** Further words it is found by. */
  keywords?: string;
  /** What it says, without marks. */
  text: string;
}

export interface SearchHit {
  entry: SearchEntry;
  /** The words around the first that was found in the text; empty where the title says it all. */
  excerpt: string;
}

const weights = { whole: 100, start: 60, word: 40, part: 22, keyword: 14, page: 10, text: 5 } as const;
const EXCERPT = 120;

/**
 * Entries in which every word of the query is found, best first: titles before keywords before texts, whole words before
 * parts of them.
 */
export function searchDocs(entries: readonly SearchEntry[], query: string, limit: number): SearchHit[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const scored = entries.flatMap((entry, place) => {
    const score = scoreOf(entry, words, query.trim().toLowerCase());
    return score === 0 ? [] : [{ entry, score, place }];
  });
  scored.sort((a, b) => b.score - a.score || a.place - b.place);
  return scored.slice(0, limit).map(({ entry }) => ({ entry, excerpt: excerptOf(entry, words) }));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

function scoreOf(entry: SearchEntry, words: readonly string[], query: string): number {
  const title = entry.title.toLowerCase();
  let score = title === query ? weights.whole : title.startsWith(query) ? weights.start : 0;
  for (const word of words) {
    const best = scoreOfWord(entry, title, word);
    if (best === 0) return 0;
    score += best;
  }
  // A page before its own parts.
  return entry.within === undefined ? score + 2 : score;
}

function scoreOfWord(entry: SearchEntry, title: string, word: string): number {
  if (startsAWord(title, word)) return weights.word;
  if (title.includes(word)) return weights.part;
  if (entry.keywords?.toLowerCase().includes(word)) return weights.keyword;
  if (entry.within?.toLowerCase().includes(word)) return weights.page;
  return entry.text.toLowerCase().includes(word) ? weights.text : 0;
}

function startsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}

function excerptOf({ title, text }: SearchEntry, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const unsaid = words.filter((word) => !title.toLowerCase().includes(word));
  const at = Math.max(0, ...unsaid.slice(0, 1).map((word) => lower.indexOf(word)));
  const from = at < EXCERPT / 2 ? 0 : text.lastIndexOf(" ", at - EXCERPT / 3) + 1;
  const cut = text.slice(from, from + EXCERPT);
  const isCut = from + EXCERPT < text.length;
  return `${from > 0 ? "… " : ""}${isCut ? `${cut.slice(0, cut.lastIndexOf(" "))} …` : cut}`;
}
