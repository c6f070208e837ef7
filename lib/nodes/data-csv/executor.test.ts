import { expect, test } from "vitest";
import { createMemoryFileStore } from "../../files/adapters/memory-file-store.ts";
import { asFileReference } from "../../files/file-reference.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

test("reads a file, whatever its encoding, and writes one", async () => {
  const files = createMemoryFileStore();
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("name;n\nÅsa;1\n", "utf16le")]);
  const { id } = await files.put("ws_test", { name: "a.csv", mediaType: "text/csv" }, utf16);
  const input = { file: { id, name: "a.csv", mediaType: "text/csv", size: utf16.length } };
  const read = await runNode(executor, { config: { text: "{{ input }}" }, input, files });
  expect(read.output).toEqual([{ name: "Åsa", n: "1" }]);

  const config = { mode: "write", value: "{{ input }}", as: "file", name: "out.csv" };
  const written = await runNode(executor, { config, input: read.output, files });
  const file = asFileReference(written.output)?.file;
  expect(file).toMatchObject({ name: "out.csv", mediaType: "text/csv" });
  let text = "";
  for await (const part of (await files.open("ws_test", file?.id ?? ""))?.content ?? [])
    text += Buffer.from(part).toString();
  expect(text).toBe("name,n\r\nÅsa,1\r\n");
});

test("says what it needs, and which row breaks", async () => {
  await expect(runNode(executor, { config: { text: "{{ input }}" }, input: 5 })).rejects.toThrow(
    "Give a text to read, or a file.",
  );
  await expect(runNode(executor, { config: { text: "a\n1,2\n" } })).rejects.toMatchObject({ details: { row: 2 } });
});
