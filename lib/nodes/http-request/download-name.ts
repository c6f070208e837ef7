/** The name a downloaded file gets: what the server says (RFC 6266), else the end of the address. */
export function downloadName(disposition: string | undefined, url: string): string {
  return extendedName(disposition) ?? plainName(disposition) ?? lastSegment(url) ?? "download";
}

function extendedName(disposition = ""): string | undefined {
  const value = /(?:^|;)\s*filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  return value === undefined ? undefined : decoded(value);
}

function plainName(disposition = ""): string | undefined {
  const match = /(?:^|;)\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  const name = match?.[1]?.replace(/\\(.)/g, "$1") ?? match?.[2];
  return name === "" ? undefined : name;
}

function lastSegment(url: string): string | undefined {
  const segment = URL.parse(url)?.pathname.split("/").at(-1);
  return segment === undefined || segment === "" ? undefined : (decoded(segment) ?? segment);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
