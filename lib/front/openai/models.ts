import "server-only";
import type { Tx } from "#db/client.ts";
import { findModel, listOpenChats, type OpenChat } from "../../chat/chats.ts";
import { AppError } from "../../errors.ts";

function toModel({ model, createdAt }: OpenChat) {
  return { id: model, object: "model", created: Math.floor(createdAt.getTime() / 1_000), owned_by: "heddle" };
}

export async function listAsModels(tx: Tx) {
  return { object: "list" as const, data: (await listOpenChats(tx)).map(toModel) };
}

/** @throws AppError `model_not_found` (404) */
export async function requireModel(tx: Tx, name: string): Promise<OpenChat> {
  const chat = await findModel(tx, name);
  if (chat) return chat;
  const message = `There is no published chat workflow "${name.slice(0, 100)}" in this workspace. /api/openai/v1/models lists them.`;
  throw new AppError("model_not_found", 404, message);
}

export async function readAsModel(tx: Tx, name: string) {
  return toModel(await requireModel(tx, name));
}
