import path from "node:path/posix";

/** Files of the repository that are pages of the documentation, and their addresses. */
const pages: readonly (readonly [file: RegExp, address: string])[] = [
  [/^docs\/architecture\/README\.md$/, "/docs"],
  [/^docs\/guides\/([\w-]+)\.md$/, "/docs/guides/$1"],
  [/^docs\/architecture\/([\w-]+)\.md$/, "/docs/architecture/$1"],
  [/^docs\/(security|performance)\.md$/, "/docs/architecture/$1"],
  [/^docs\/adr(?:\/README\.md)?$/, "/docs/decisions"],
  [/^docs\/adr\/([\w-]+)\.md$/, "/docs/decisions/$1"],
  [/^docs\/expressions\.md$/, "/docs/expressions"],
];

/** What a link in a file leads to: a page, another site, or nothing that is shown in the product. */
export type LinkTarget = { kind: "page" | "outside"; href: string } | { kind: "file"; file: string };

/** @param from the file that holds the link, from the repository's root */
export function linkTarget(href: string, from: string): LinkTarget {
  if (href.startsWith("#")) return { kind: "page", href };
  if (/^(?:https?|mailto):/i.test(href)) return { kind: "outside", href };
  const [file = "", anchor] = href.split("#");
  const target = path.normalize(path.join(path.dirname(from), file)).replace(/\/$/, "");
  const page = pages.find(([pattern]) => pattern.test(target));
  if (!page || /^[a-z][a-z0-9+.-]*:/i.test(href)) return { kind: "file", file: target };
  const address = target.replace(page[0], page[1]);
  return { kind: "page", href: anchor === undefined ? address : `${address}#${anchor}` };
}
