import { agentWithTools } from "./documents/agent-with-tools.ts";
import { askDocuments } from "./documents/ask-documents.ts";
import { extractInvoices } from "./documents/extract-invoices.ts";
import { nightlyDigest } from "./documents/nightly-digest.ts";
import { ticketTriage } from "./documents/ticket-triage.ts";
import type { Template } from "./template.ts";

/** In the order they are offered. */
export const templates: readonly Template[] = [
  ticketTriage,
  askDocuments,
  extractInvoices,
  nightlyDigest,
  agentWithTools,
];

export function findTemplate(id: string): Template | undefined {
  return templates.find((template) => template.id === id);
}
