import type { JsonObject } from "../engine/json.ts";

export interface DemoAnswer {
  status: number;
  body: JsonObject;
  /** Time the service takes, ms. */
  afterMs?: number;
}

/** As many callers are remembered; the oldest is forgotten. */
const REMEMBERED = 1_000;
const WAREHOUSE_MS = 100;

/**
 * What the samples' services say. The same question has the same answer, except `/unreliable/:caller`, which fails for its
 * first calls.
 * @param failures how often each caller has failed; changed in place
 */
export function demoAnswer(url: URL, failures: Map<string, number>): DemoAnswer {
  const [service, ...rest] = url.pathname.slice(1).split("/");
  const name = decodeURIComponent(rest.join("/"));
  if (service === "stock" && name) return stock(name);
  if (service === "warehouses" && name)
    return { status: 200, body: { warehouse: name, inStock: spread(name, 90) + 10 }, afterMs: WAREHOUSE_MS };
  if (service === "unreliable" && name) return unreliable(name, Number(url.searchParams.get("failures")), failures);
  if (service === "customers" && name) return customer(name);
  if (service === "orders" && name) return order(name);
  if (service === "tickets" && !name) return { status: 200, body: { tickets: [...ticketsOfTheDay] } };
  if (posts.has(service ?? "")) return { status: 202, body: { taken: true, note: "The demo sends nothing anywhere." } };
  if (service === "closed")
    return { status: 503, body: { error: "The supplier is closed. This service never works: that is its purpose." } };
  return { status: 404, body: { error: `The demo has no ${url.pathname}.` } };
}

function stock(sku: string): DemoAnswer {
  return { status: 200, body: { sku, inStock: sku.toUpperCase().startsWith("SOLD") ? 0 : spread(sku, 40) + 5 } };
}

/** Services that take something and do nothing with it. */
const posts: ReadonlySet<string> = new Set(["mail", "channels", "scanner", "tags"]);

const ticketsOfTheDay = [
  { id: 7121, open: true, subject: "Zip of my Halden 3", text: "The zip broke on the second trip. Is it covered?" },
  { id: 7122, open: false, subject: "Thank you", text: "The new poles fit." },
  { id: 7124, open: true, subject: "Parcel to Bergen", text: "It has not moved for six working days." },
  { id: 7125, open: true, subject: "Another size", text: "The boots are too small. Can I have 43?" },
];

function order(number: string): DemoAnswer {
  if (!/^\d{4,6}$/.test(number)) return { status: 404, body: { error: `There is no order ${number}.` } };
  return { status: 200, body: { number, item: "Halden 3", paid: 429, bought: "2026-08-29", delivered: "2026-09-02" } };
}

/** Guests, whose address begins so, are not known. */
function customer(email: string): DemoAnswer {
  if (email.startsWith("guest")) return { status: 404, body: { error: `Nobody has the address ${email}.` } };
  const name = (email.split("@")[0] ?? "").replace(/[._-]+/g, " ").replace(/\b\w/g, (letter) => letter.toUpperCase());
  return { status: 200, body: { name, email, orders: [{ no: 48_213, item: "Halden 3", paid: 429 }] } };
}

function unreliable(caller: string, wanted: number, failures: Map<string, number>): DemoAnswer {
  const failed = failures.get(caller) ?? 0;
  if (failed < Math.min(wanted || 0, 5)) {
    failures.delete(caller);
    failures.set(caller, failed + 1);
    for (const oldest of failures.keys()) {
      if (failures.size <= REMEMBERED) break;
      failures.delete(oldest);
    }
    return { status: 503, body: { error: `Overloaded, call ${failed + 1}. Try again.` } };
  }
  return { status: 200, body: { answered: true, failedBefore: failed, deliveryDays: 3 } };
}

/** A number from 0 to `below` - 1 that stays with the text. */
function spread(text: string, below: number): number {
  let sum = 7;
  for (const char of text) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % below;
}
