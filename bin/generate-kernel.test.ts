import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { KERNEL_BYTES, kernelModule } from "./generate-kernel.ts";

it("kernel-bytes.ts is kernel.wat (node bin/generate-kernel.ts)", async () => {
  expect(await readFile(KERNEL_BYTES, "utf8")).toBe(await kernelModule());
});
