import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import wabt from "wabt";

/**
 * Writes `kernel-bytes.ts` from `kernel.wat`: `node bin/generate-kernel.ts`. Both are in the repository, so nothing has to be
 * translated where Heddle is installed or built; a test fails when the bytes are stale.
 */
const FOLDER = path.resolve(import.meta.dirname, "../lib/rag/index/adapters/exact");
export const KERNEL_BYTES = path.join(FOLDER, "kernel-bytes.ts");

export async function kernelModule(): Promise<string> {
  const text = await readFile(path.join(FOLDER, "kernel.wat"), "utf8");
  const parsed = (await wabt()).parseWat("kernel.wat", text);
  parsed.validate();
  const { buffer } = parsed.toBinary({});
  const base64 = Buffer.from(buffer).toString("base64");
  const lines = base64.match(/.{1,100}/g)?.map((line) => `  "${line}"`) ?? [];
  return `/** WebAssembly, written by bin/generate-kernel.ts from kernel.wat. Do not edit. */
export const kernelBytes = [
${lines.join(",\n")},
].join("");
`;
}

if (import.meta.main) await writeFile(KERNEL_BYTES, await kernelModule());
