/**
 * The address of a link that somebody else has written, if it is one to follow: to a page or a mailbox, nowhere else. What a
 * browser would read in another way than it looks (`java\nscript:`) is read here as the browser does.
 */
export function safeAddress(address: string): string | null {
  const url = URL.parse(address.trim());
  return url && ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
}
