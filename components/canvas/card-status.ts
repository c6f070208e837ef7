import type { DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { type CardStatus, topStatus } from "./node-status.ts";

/**
 * The one status that a node's card shows.
 * @param run how the node stands in the run that is shown, if it stands in it
 * @param isBroken its settings have errors; a run says more than they do
 */
export function cardStatus(record: DocumentNode, run: CardStatus | undefined, isBroken = false): CardStatus | null {
  const held: CardStatus[] = [];
  if (catalogue.get(record.type) === undefined) held.push("missing");
  if (record.disabled) held.push("disabled");
  if (run !== undefined) held.push(run);
  else if (isBroken) held.push("problem");
  return topStatus(held);
}
