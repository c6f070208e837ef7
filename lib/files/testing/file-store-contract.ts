import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { FileStore } from "../file-store.ts";

const MiB = 1024 * 1024;

export interface FileStoreHarness {
  store: FileStore;
  /** Two workspaces that exist. */
  workspaces: readonly [string, string];
}

/** What every file store must do. */
export function fileStoreContract(name: string, harness: () => FileStoreHarness): void {
  describe(`file store contract: ${name}`, () => {
    test.each([0, 1, MiB - 1, MiB, MiB + 1, 3 * MiB + 7])("%i bytes come back as they went in", async (size) => {
      const { store, workspaces } = harness();
      const bytes = randomBytes(size);
      const info = await store.put(workspaces[0], { name: "a.bin", mediaType: "image/png", runId: "run_1" }, bytes);
      expect(info).toMatchObject({ name: "a.bin", mediaType: "image/png", size, runId: "run_1" });
      expect(info.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
      const open = await store.open(workspaces[0], info.id);
      expect(open?.info).toEqual(info);
      expect((await read(open?.content)).equals(bytes)).toBe(true);
    });

    test("a source may use one buffer for all its parts, and cut where it likes", async () => {
      const { store, workspaces } = harness();
      const buffer = new Uint8Array(300_001);
      const source = (async function* () {
        for (let part = 1; part <= 9; part += 1) yield buffer.fill(part);
      })();
      const { id, size } = await store.put(workspaces[0], { name: "x", mediaType: "x/y" }, source);
      expect(size).toBe(9 * 300_001);
      const content = await read((await store.open(workspaces[0], id))?.content);
      for (let part = 1; part <= 9; part += 1) expect(content[(part - 1) * 300_001]).toBe(part);
      expect(content.at(-1)).toBe(9);
    });

    test("another workspace has no such file, and cannot remove it", async () => {
      const { store, workspaces } = harness();
      const { id } = await store.put(workspaces[0], { name: "x", mediaType: "x/y" }, Buffer.from("secret"));
      expect(await store.open(workspaces[1], id)).toBeNull();
      expect(await store.remove(workspaces[1], id)).toBe(false);
      expect((await read((await store.open(workspaces[0], id))?.content)).toString()).toBe("secret");
      expect(await store.remove(workspaces[0], id)).toBe(true);
      expect(await store.open(workspaces[0], id)).toBeNull();
      expect(await store.remove(workspaces[0], id)).toBe(false);
    });

    test("stops at the first byte too many, and asks its source for no more", async () => {
      const { store, workspaces } = harness();
      let given = 0;
      const endless = (async function* () {
        for (;;) {
          given += 1;
          yield new Uint8Array(1_000);
        }
      })();
      const put = store.put(workspaces[0], { name: "x", mediaType: "x/y" }, endless, { maxBytes: 5_000 });
      await expect(put).rejects.toMatchObject({ code: "output_too_large", details: { maxBytes: 5_000 } });
      expect(given).toBe(6);
    });

    test("what its source or the signal breaks off is nowhere", async () => {
      const { store, workspaces } = harness();
      const broken = (async function* () {
        yield new Uint8Array(2 * MiB);
        throw new Error("the line is dead");
      })();
      await expect(store.put(workspaces[0], { name: "x", mediaType: "x/y" }, broken)).rejects.toThrow("line is dead");
      const controller = new AbortController();
      const aborted = (async function* () {
        yield new Uint8Array(2 * MiB);
        controller.abort(new Error("enough"));
        yield new Uint8Array(1);
      })();
      const { signal } = controller;
      await expect(store.put(workspaces[0], { name: "x", mediaType: "x/y" }, aborted, { signal })).rejects.toThrow(
        "enough",
      );
    });

    test("a removed file stops its readers instead of ending early", async () => {
      const { store, workspaces } = harness();
      const { id } = await store.put(workspaces[0], { name: "x", mediaType: "x/y" }, new Uint8Array(2 * MiB));
      const iterator = (await store.open(workspaces[0], id))?.content[Symbol.asyncIterator]();
      expect((await iterator?.next())?.value.length).toBe(MiB);
      await store.remove(workspaces[0], id);
      await expect(iterator?.next()).rejects.toThrow("removed");
    });

    test("names and media types are made safe", async () => {
      const { store, workspaces } = harness();
      const put = (name: string, mediaType: string) => store.put(workspaces[0], { name, mediaType }, new Uint8Array());
      expect(await put("../../etc/pass\0wd\r\n", "text/html; charset=x")).toMatchObject({
        name: "passwd",
        mediaType: "text/html",
      });
      expect(await put("C:\\temp\\\u202egpj.exe", "nonsense\r\n")).toMatchObject({
        name: "gpj.exe",
        mediaType: "application/octet-stream",
      });
      expect(await put("..", "")).toMatchObject({ name: "file" });
      expect((await put(`${"a".repeat(500)}.csv`, "text/csv")).name).toMatch(/^a{196}\.csv$/);
    });
  });
}

async function read(content: AsyncIterable<Uint8Array> | undefined): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content ?? []) parts.push(part);
  return Buffer.concat(parts);
}
