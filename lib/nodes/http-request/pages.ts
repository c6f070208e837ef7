import type { Json } from "../../engine/json.ts";
import { NodeError } from "../define.ts";
import type { StepsContext } from "../step-context.ts";
import { itemsOf, nextAddress } from "./next-page.ts";
import { urlOf } from "./request-parts.ts";
import { type Answer, type Config, send } from "./send.ts";

type Pages = Answer & {
  /** How many were fetched. */
  pages: number;
  /** Whether there was more than the limits let through. */
  more: boolean;
};

/**
 * Page after page until there is none, or a limit is met; each one a sub-step of its own, so that after a crash the
 * pages that were there are not fetched again. `body` is the list of all items, the rest is that of the last page.
 * @throws NodeError
 */
export async function fetchPages(config: Config, ctx: StepsContext): Promise<Pages> {
  if (config.response === "file")
    throw invalid("Pages are read as JSON. Choose another way to read the answer.", "response");
  const first = firstAddress(config);
  const items: Json[] = [];
  const timings = { dns: 0, connect: 0, tls: 0, server: 0, transfer: 0 };
  const seen = new Set<string>();
  let address: string | null = first;
  for (let pages = 1; ; pages += 1) {
    const url: string = address;
    if (seen.has(url)) throw circle(url);
    seen.add(url);
    const answer: Answer = await ctx.step("page", (step) => send(config, step, url));
    for (const name of ["dns", "connect", "tls", "server", "transfer"] as const) timings[name] += answer.timings[name];
    const found = itemsOf(config, answer.body);
    const room = config.maxItems - items.length;
    for (const item of found.slice(0, room)) items.push(item);
    address = nextAddress(config, { url, number: config.firstPage + pages, found, answer });
    const isFull = found.length > room || (found.length === room && address !== null);
    if (address === null || isFull || pages >= config.maxPages) {
      for (const name of ["dns", "connect", "tls", "server", "transfer"] as const)
        timings[name] = Math.round(timings[name] * 10) / 10;
      return { ...answer, body: items, timings, pages, more: isFull || address !== null };
    }
    if (new URL(address).origin !== new URL(first).origin) throw elsewhere(address);
  }
}

function firstAddress(config: Config): string {
  const address = urlOf(config.url, config.query);
  const url = URL.parse(address);
  if (url === null)
    throw invalid(`"${address.slice(0, 100)}" is not a web address. It looks like https://example.com/path.`, "url");
  if (config.pages === "page-number") url.searchParams.set(config.parameter || "page", String(config.firstPage));
  return url.href;
}

function circle(url: string): NodeError {
  const { host } = new URL(url);
  return new NodeError("upstream", `The pages of ${host} go in a circle: one names a page that was fetched before.`, {
    retry: "never",
    details: { reason: "pages_in_a_circle" },
  });
}

/** What proves who calls goes to the first page's site only. */
function elsewhere(address: string): NodeError {
  return new NodeError(
    "upstream",
    `The next page is on another site (${new URL(address).host}), which is not followed.`,
    {
      retry: "never",
      details: { reason: "page_elsewhere" },
    },
  );
}

function invalid(message: string, field: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never", details: { field } });
}
