import { NodeError } from "../nodes/define.ts";
import type { StepKnowledge } from "../nodes/step-context.ts";
import type { Knowledge as AllKnowledge } from "./knowledge.ts";
import type { SearchModels } from "./retrieval/retrieve.ts";

/** What steps need of it. */
export type Knowledge = Pick<AllKnowledge, "search" | "add" | "status" | "linkTo">;

/** The knowledge of one run's workspace, as its steps see it. @param models on the account of the step */
export function stepKnowledge(
  knowledge: Knowledge,
  workspaceId: string,
  signal: AbortSignal,
  models: SearchModels,
): StepKnowledge {
  return {
    search: async (base, search) => required(await knowledge.search(workspaceId, base, search, signal, models), base),
    add: async (base, text) => required(await knowledge.add(workspaceId, base, text, signal), base),
    linkTo: ({ document, from }) => knowledge.linkTo(document.id, from),
    async status(added) {
      const document = await knowledge.status(workspaceId, added);
      if (document) return document;
      throw new NodeError("not_found", `“${added.document.name}” was deleted in the meantime.`, { retry: "never" });
    },
  };
}

function required<T>(found: T | null, base: string): T {
  if (found !== null) return found;
  const message =
    base === ""
      ? "No knowledge base is chosen. Choose one in the node's settings."
      : `There is no knowledge base “${base.slice(0, 100)}”. It may have been deleted: choose another in the node's settings.`;
  throw new NodeError("not_found", message, { retry: "never" });
}
