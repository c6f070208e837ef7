import "server-only";
import { isAppError } from "../errors.ts";
import type { Host } from "../host/create-host.ts";
import { deleteConversation, lockConversation, type Member } from "./conversations.ts";
import { readTurns } from "./turns.ts";

/** Deletes a conversation; nobody waits for an answer under way any more, so its run is cancelled. @throws AppError `not_found` (404) */
export async function deleteWithRuns(
  { db, catalogue, runs }: Pick<Host, "db" | "catalogue" | "runs">,
  member: Member,
  id: string,
): Promise<void> {
  const open = await db.withWorkspace(member, async (tx) => {
    await lockConversation(tx, member, id);
    const turns = await readTurns(tx, catalogue, id);
    await deleteConversation(tx, member, id);
    return turns.flatMap(({ answers }) =>
      answers.flatMap(({ runId, plan }) => (runId !== null && plan !== null ? [runId] : [])),
    );
  });
  for (const runId of open) {
    try {
      await runs.cancel(member.workspaceId, runId, member.userId, "Its conversation was deleted.");
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
  }
}
