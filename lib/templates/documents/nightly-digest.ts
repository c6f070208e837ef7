import { DEMO_ORIGIN } from "../../demo/demo-origin.ts";
import { edges } from "../../demo/edges.ts";
import { node } from "../node.ts";
import type { Template } from "../template.ts";

//  night > tickets > open > each (short) > digest > mail
export const nightlyDigest: Template = {
  id: "nightly-digest",
  name: "Nightly digest",
  summary: "Every night: fetches the day's tickets, sums each up, and mails one page.",
  about:
    "At two in the morning the tickets of the day are fetched, the open ones summed up five at a time, and one mail is written. A ticket that cannot be summed up is left out and counted. Point the two HTTP requests at your own help desk and mailbox, and choose a model.",
  input: null,
  document: {
    schemaVersion: 1,
    nodes: [
      node("night", "trigger.schedule", "Every night at two", [0, 0], { cron: "0 2 * * *", missed: "once" }),
      node(
        "tickets",
        "http.request",
        "Fetch the tickets",
        [0, 96],
        { method: "GET", url: `${DEMO_ORIGIN}/tickets` },
        { policy: { retry: { attempts: 5, backoff: "exponential", baseMs: 2_000, maxMs: 60_000, jitter: true } } },
      ),
      node("open", "data.filter", "Only open ones", [0, 192], {
        items: "{{ tickets.body.tickets }}",
        condition: "{{ item.open }}",
      }),
      node("each", "control.for-each", "Each ticket", [0, 288], {
        items: "{{ open.kept }}",
        concurrency: 5,
        onItemError: "collect",
      }),
      node(
        "short",
        "ai.summarise",
        "In one sentence",
        [12, 44],
        { model: "demo/writer", text: "{{ item.subject }}\n{{ item.text }}", length: "sentence" },
        { parent: "each" },
      ),
      node("digest", "data.template", "Write the mail", [0, 432], {
        template:
          "{{ open.kept.length }} open tickets, {{ each.errors.length }} of them not summed up.\n\n{{ open.kept.map((ticket, index) => '- ' + ticket.subject + ': ' + (each.results[index]?.summary ?? 'see the ticket')).join('\\n') }}",
      }),
      node("mail", "http.request", "Send the mail", [0, 528], {
        method: "POST",
        url: `${DEMO_ORIGIN}/mail`,
        body: {
          type: "json",
          value: { to: "team@example.org", subject: "Tickets of the day", text: "{{ digest.text }}" },
        },
        idempotent: true,
      }),
    ],
    edges: edges("night > tickets", "tickets > open", "open > each", "each > digest", "digest > mail"),
  },
};
