import { NodeError } from "../nodes/define.ts";
import type { StepFiles } from "../nodes/step-context.ts";
import { fileReference } from "./file-reference.ts";
import type { FileStore } from "./file-store.ts";

/** The files of one run's workspace, as its steps see them. */
export function stepFiles(
  store: FileStore,
  owner: { workspaceId: string; runId: string },
  signal: AbortSignal,
): StepFiles {
  const { workspaceId, runId } = owner;
  return {
    async put(file, content, options = {}) {
      return fileReference(await store.put(workspaceId, { ...file, runId }, content, { ...options, signal }));
    },
    async open(id) {
      const open = await store.open(workspaceId, id);
      if (open) return { ...fileReference(open.info).file, content: open.content };
      throw new NodeError("not_found", "The file is not there any more. Files are kept as long as runs are.", {
        retry: "never",
        details: { file: id },
      });
    },
  };
}
