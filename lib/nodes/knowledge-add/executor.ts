import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../../engine/json.ts";
import { asFileReference } from "../../files/file-reference.ts";
import { documentMetadataSchema } from "../../rag/metadata.ts";
import type { KnowledgeDocument } from "../../rag/step-types.ts";
import { defineStep, NodeError } from "../define.ts";
import type { StepContext } from "../step-context.ts";
import { definition } from "./definition.ts";

const LOOK_EVERY_MS = 250;

export default defineStep(definition, async ({ config, ctx }) => {
  const given = await contentOf(config.content ?? null, ctx);
  const text = {
    ...given,
    name: (config.name.trim() || given.name).slice(0, 200),
    key: config.key.trim() === "" ? null : config.key.trim().slice(0, 500),
    metadata: metadataOf(config.metadata),
  };
  const added = await ctx.knowledge.add(config.base, text);
  let { document } = added;
  while (config.wait && document.state !== "ready") {
    if (document.state === "failed") {
      throw new NodeError("invalid_input", document.problem ?? "The document could not be taken in.", {
        retry: "never",
        details: { document: document.id },
      });
    }
    ctx.emit({ state: document.state, chunks: document.chunks, done: document.chunksDone });
    await sleep(LOOK_EVERY_MS, undefined, { signal: ctx.signal });
    document = await ctx.knowledge.status(added);
  }
  return { port: "out", output: { document: shown(document) } };
});

async function contentOf(content: Json, ctx: StepContext) {
  const file = asFileReference(content);
  if (file === null) {
    const isText = typeof content === "string";
    const text = isText ? content : JSON.stringify(content, null, 2);
    if (text.trim() === "" || content === null) {
      throw new NodeError("invalid_config", "“content” is empty: there is nothing to add.", {
        retry: "never",
        details: { field: "content" },
      });
    }
    const mediaType = isText ? "text/markdown" : "application/json";
    return { name: isText ? "Note" : "Data.json", mediaType, content: new TextEncoder().encode(text) };
  }
  const open = await ctx.files.open(file.file.id);
  const pieces: Uint8Array[] = [];
  for await (const piece of open.content) pieces.push(piece);
  return { name: open.name, mediaType: open.mediaType, content: new Uint8Array(Buffer.concat(pieces)) };
}

function metadataOf(rows: readonly { name: string; value: Json }[]) {
  const parsed = documentMetadataSchema.safeParse(Object.fromEntries(rows.map(({ name, value }) => [name, value])));
  if (parsed.success) return parsed.data;
  throw new NodeError("invalid_config", "“metadata” takes texts, numbers, yes or no, and lists of texts.", {
    retry: "never",
    details: { field: "metadata" },
  });
}

function shown({ id, name, state, chunks }: KnowledgeDocument) {
  return { id, name, state, chunks };
}
