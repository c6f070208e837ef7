import { DEMO_ORIGIN } from "../../demo/demo-origin.ts";
import { edges } from "../../demo/edges.ts";
import { helpCentre } from "../help-centre.ts";
import { node } from "../node.ts";
import type { Template } from "../template.ts";

//  ticket > normalise ─> customer ─error─> guest ┐
//                     ├──────────────────────────┤
//                     ├─> intent ────────────────┼> known ─> draft > sure ─true──> reply ┐
//                     ├─> help ──────────────────┘        │              └─false─> team  ┴> answer
//                     └─> attachments (scan each)         ├─> tag
//                                                         └─> summary
export const ticketTriage: Template = {
  id: "ticket-triage",
  name: "Ticket triage",
  summary: "Sorts a ticket, finds what the help centre says, and drafts the reply.",
  about:
    "A ticket comes in by webhook. Who wrote it, what it is about and what the help centre says are found side by side; then a model drafts the reply. What it is sure of is sent, the rest goes to the team. Point the four HTTP requests at your own help desk, and choose a model.",
  knowledge: helpCentre,
  input: {
    from: "lena.brandt@example.org",
    subject: "Zip of my Halden 3",
    text: "The zip of my Halden 3 broke on the second trip. Order 48213, bought in August. Is that covered by the warranty?",
    attachments: ["zip.jpg", "receipt.pdf"],
  },
  document: {
    schemaVersion: 1,
    nodes: [
      node("ticket", "trigger.webhook", "New ticket", [0, 0], {
        path: "templates/tickets",
        methods: ["POST"],
        auth: { kind: "none" },
        respond: "by-node",
        timeoutMs: 60_000,
      }),
      node("normalise", "data.set", "Normalise ticket", [0, 96], {
        fields: [
          { name: "from", value: "{{ ticket.body.from.trim().toLowerCase() }}" },
          { name: "subject", value: "{{ ticket.body.subject ?? '' }}" },
          { name: "text", value: "{{ ticket.body.text }}" },
          { name: "attachments", value: "{{ ticket.body.attachments ?? [] }}" },
        ],
        keepInput: false,
      }),
      node(
        "customer",
        "http.request",
        "Look up customer",
        [-348, 208],
        { method: "GET", url: `${DEMO_ORIGIN}/customers/{{ normalise.from }}` },
        {
          policy: {
            onError: "port",
            retry: { attempts: 3, backoff: "exponential", baseMs: 500, maxMs: 5_000, jitter: true },
          },
        },
      ),
      node("guest", "data.set", "Guest profile", [-464, 320], {
        fields: [
          { name: "body.name", value: "Guest" },
          { name: "body.orders", value: "{{ [] }}" },
        ],
        keepInput: false,
      }),
      node("intent", "ai.classify", "Classify intent", [-116, 208], {
        model: "demo/writer",
        text: "{{ normalise.subject }}\n{{ normalise.text }}",
        classes: {
          warranty: "something broke and should be repaired or replaced",
          delivery: "a parcel is late or lost",
          refund: "the customer wants money back",
          advice: "a question before buying",
        },
      }),
      node("help", "knowledge.retrieve", "Search help centre", [116, 208], {
        base: helpCentre.name,
        query: "{{ normalise.subject }} {{ normalise.text }}",
        mode: "hybrid",
        count: 4,
      }),
      node("attachments", "control.for-each", "Each attachment", [348, 208], {
        items: "{{ normalise.attachments }}",
        concurrency: 3,
        onItemError: "collect",
      }),
      node(
        "scan",
        "http.request",
        "Send to scanner",
        [12, 44],
        {
          method: "POST",
          url: `${DEMO_ORIGIN}/scanner`,
          body: { type: "json", value: { file: "{{ item }}" } },
          idempotent: true,
        },
        { parent: "attachments" },
      ),
      node("known", "control.join", "Everything known", [0, 432], { mode: "all", count: 1, cancelOthers: false }),
      node(
        "tag",
        "http.request",
        "Tag ticket",
        [-348, 544],
        {
          method: "POST",
          url: `${DEMO_ORIGIN}/tags`,
          body: { type: "json", value: { tag: "{{ known.intent.class ?? 'other' }}" } },
          idempotent: true,
        },
        { policy: { onError: "continue" } },
      ),
      node("draft", "ai.llm", "Draft reply", [0, 544], {
        model: "demo/writer",
        system:
          "You answer customers of an outdoor shop. Use only what the help centre says, name the passages you used as [1], and promise nothing else.",
        prompt:
          "Ticket of {{ (known.customer ?? known.guest).body.name }}: {{ normalise.subject }}\n{{ normalise.text }}\n\nThe help centre says:\n{{ known.help.text }}",
      }),
      node("summary", "ai.summarise", "Summary for the file", [348, 544], {
        model: "demo/writer",
        text: "{{ normalise.text }}",
        length: "sentence",
      }),
      node("sure", "control.if", "Sure enough?", [0, 656], {
        condition: "{{ known.intent.class !== null && known.help.passages.length > 0 }}",
      }),
      node("reply", "http.request", "Send reply", [-116, 768], {
        method: "POST",
        url: `${DEMO_ORIGIN}/mail`,
        body: { type: "json", value: { to: "{{ normalise.from }}", text: "{{ draft.text }}" } },
        idempotent: true,
      }),
      node("team", "http.request", "Post to the team", [116, 768], {
        method: "POST",
        url: `${DEMO_ORIGIN}/channels`,
        body: { type: "json", value: { channel: "triage", text: "{{ draft.text }}" } },
        idempotent: true,
      }),
      node("answer", "control.respond", "Answer the help desk", [0, 880], {
        status: 200,
        headers: [],
        body: "{{ { intent: known.intent.class, customer: (known.customer ?? known.guest).body.name, sources: known.help.passages.map((passage) => passage.document.name), reply: draft.text, sent: reply !== null } }}",
      }),
    ],
    edges: edges(
      "ticket > normalise",
      "normalise > customer",
      "normalise > intent",
      "normalise > help",
      "normalise > attachments",
      "customer.error > guest",
      "customer > known",
      "guest > known",
      "intent > known",
      "help > known",
      "known > tag",
      "known > draft",
      "known > summary",
      "draft > sure",
      "sure.true > reply",
      "sure.false > team",
      "reply > answer",
      "team > answer",
    ),
  },
};
