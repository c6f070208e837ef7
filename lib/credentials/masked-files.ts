import type { StepFiles } from "../nodes/step-context.ts";
import type { Masker } from "./masking.ts";

/** What a step stores is an output of it like any other: a service that repeats what it was sent gives no secret away. */
export function maskedFiles(files: StepFiles, masker: Masker): StepFiles {
  return {
    open: files.open,
    put(file, content, options) {
      if (masker.isIdle) return files.put(file, content, options);
      const named = { ...file, name: masker.text(file.name) };
      return files.put(named, masker.stream(content instanceof Uint8Array ? once(content) : content), options);
    },
  };
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
