import { edges } from "../../demo/edges.ts";
import { node } from "../node.ts";
import type { Template } from "../template.ts";

//  invoice > read > adds_up ─true──> row > sheet > accept
//                           └─false─> check
export const extractInvoices: Template = {
  id: "extract-invoices",
  name: "Extract invoices",
  summary: "Reads supplier, date and amounts out of an invoice, and checks that they add up.",
  about:
    "The text of an invoice comes in by webhook. A model reads what is on it into fields; the sum is checked by the workflow, not by the model. What adds up comes back as a line for a spreadsheet, the rest goes to a person. Choose a model, and send it invoices.",
  input: {
    text: "supplier: Fjord Fabrics AS\nnumber: INV-2291\ndate: 2026-11-12\nnet: 1240.00\ntax: 310.00\ntotal: 1550.00\ncurrency: EUR",
  },
  document: {
    schemaVersion: 1,
    nodes: [
      node("invoice", "trigger.webhook", "New invoice", [0, 0], {
        path: "templates/invoices",
        methods: ["POST"],
        auth: { kind: "none" },
        respond: "by-node",
        timeoutMs: 60_000,
      }),
      node("read", "ai.extract", "Read the invoice", [0, 96], {
        model: "demo/writer",
        text: "{{ invoice.body.text }}",
        schema: {
          type: "object",
          properties: {
            supplier: { type: "string", description: "Who sent the invoice" },
            number: { type: "string", description: "Number of the invoice" },
            date: { type: "string", format: "date", description: "Date of the invoice" },
            net: { type: "number", description: "Sum before tax" },
            tax: { type: "number", description: "Tax" },
            total: { type: "number", description: "What is to be paid" },
            currency: { type: "string", description: "Three letters, such as EUR" },
          },
          required: ["supplier", "number", "date", "net", "tax", "total", "currency"],
          additionalProperties: false,
        },
        instructions: "Copy what is written; work nothing out.",
      }),
      node("adds_up", "control.if", "Does it add up?", [0, 192], {
        condition: "{{ Math.abs(read.object.net + read.object.tax - read.object.total) < 0.005 }}",
      }),
      node("row", "data.transform", "One line", [-116, 304], {
        expression: "{{ [{ ...read.object, received: run.startedAt }] }}",
      }),
      node("sheet", "data.csv", "Write as CSV", [-116, 400], { mode: "write", value: "{{ row }}" }),
      node("accept", "control.respond", "Give the line back", [-116, 496], {
        status: 200,
        headers: [],
        body: "{{ { accepted: true, invoice: read.object, csv: sheet } }}",
      }),
      node("check", "control.respond", "Ask a person", [116, 304], {
        status: 422,
        headers: [],
        body: "{{ { accepted: false, reason: 'Net and tax do not make the total.', invoice: read.object } }}",
      }),
    ],
    edges: edges(
      "invoice > read",
      "read > adds_up",
      "adds_up.true > row",
      "adds_up.false > check",
      "row > sheet",
      "sheet > accept",
    ),
  },
};
