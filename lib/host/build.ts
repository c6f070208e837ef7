import { readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);

/** Names the code of this process, so that a run tells which one walked it: version and, once built, the build's id. */
export function buildName(): string {
  const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { version: string };
  try {
    return `${version}+${readFileSync(new URL(".next/BUILD_ID", root), "utf8").trim()}`;
  } catch {
    return version;
  }
}
