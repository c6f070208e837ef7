import { DEMO_ORIGIN } from "../demo-origin.ts";
import { edges } from "../edges.ts";
import type { Sample } from "../sample.ts";

//  order > stock > enough ─true──> total > accept
//                        └─false─> refuse
export const orderWebhook: Sample = {
  id: "order-webhook",
  name: "Order webhook",
  summary: "Takes an order, asks for the stock, and answers the caller.",
  input: { sku: "LAMP-3", quantity: 2, price: 39.5 },
  document: {
    schemaVersion: 1,
    nodes: [
      {
        id: "order",
        key: "new_order",
        type: "trigger.webhook",
        version: 1,
        label: "New order",
        position: { x: 0, y: 0 },
        config: {
          path: "demo/orders",
          methods: ["POST"],
          auth: { kind: "none" },
          respond: "by-node",
          timeoutMs: 30_000,
        },
      },
      {
        id: "stock",
        key: "stock",
        type: "http.request",
        version: 1,
        label: "Look up stock",
        position: { x: 0, y: 96 },
        config: { method: "GET", url: `${DEMO_ORIGIN}/stock/{{ trigger.body.sku }}` },
      },
      {
        id: "enough",
        key: "enough",
        type: "control.if",
        version: 1,
        label: "Enough in stock?",
        position: { x: 0, y: 192 },
        config: { condition: "{{ stock.body.inStock >= trigger.body.quantity }}" },
      },
      {
        id: "total",
        key: "total",
        type: "data.set",
        version: 1,
        label: "Work out the total",
        position: { x: -120, y: 304 },
        config: {
          fields: [
            { name: "sku", value: "{{ trigger.body.sku }}" },
            { name: "net", value: "{{ trigger.body.quantity * trigger.body.price }}" },
            { name: "total", value: "{{ Math.round(trigger.body.quantity * trigger.body.price * 125) / 100 }}" },
          ],
          keepInput: false,
        },
      },
      {
        id: "accept",
        key: "accept",
        type: "control.respond",
        version: 1,
        label: "Accept the order",
        position: { x: -120, y: 400 },
        config: { status: 201, headers: [], body: "{{ { accepted: true, run: run.id, ...total } }}" },
      },
      {
        id: "refuse",
        key: "refuse",
        type: "control.respond",
        version: 1,
        label: "Refuse the order",
        position: { x: 120, y: 304 },
        config: {
          status: 409,
          headers: [],
          body: "{{ { accepted: false, reason: 'Only ' + stock.body.inStock + ' of ' + stock.body.sku + ' are left.' } }}",
        },
      },
    ],
    edges: edges("order > stock", "stock > enough", "enough.true > total", "enough.false > refuse", "total > accept"),
  },
};
