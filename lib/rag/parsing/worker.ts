import { parentPort } from "node:worker_threads";
import { chunkText } from "../chunking/chunk-text.ts";
import { parseDocument } from "./parse-document.ts";
import type { ReadingAnswer, ReadingTask } from "./protocol.ts";
import { Unreadable } from "./unreadable.ts";

async function answer(task: ReadingTask): Promise<ReadingAnswer> {
  try {
    const parsed = await parseDocument(task, task.maxCharacters);
    const pages = parsed.pages.length > 0 ? parsed.pages.length : null;
    const { text, headings, pages: pageStarts } = parsed;
    return { read: { text, pages, headings, pageStarts, ...chunkText(parsed, task.settings) } };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message };
    return { problem: `The file cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

parentPort?.on("message", async (task: ReadingTask) => parentPort?.postMessage(await answer(task)));
