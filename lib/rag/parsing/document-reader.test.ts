import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { baseSettingsSchema } from "../base-settings.ts";
import { makePdf } from "../testing/make-pdf.ts";
import { makeDocx, makeZip } from "../testing/make-zip.ts";
import { createDocumentReader, type DocumentReader } from "./document-reader.ts";

const settings = baseSettingsSchema.parse({});
const { signal } = new AbortController();
let reader: DocumentReader;
beforeAll(() => {
  reader = createDocumentReader();
});
afterAll(() => reader.close());

const read = (name: string, content: string | Uint8Array, mediaType = "") =>
  reader.read({ name, mediaType, bytes: Buffer.from(content as string) }, settings, signal);

/** Passages as they are cited. */
async function passages(name: string, content: string | Uint8Array) {
  const { text, chunks } = await read(name, content);
  return chunks.map(({ from, to, headings, pages }) => ({ text: text.slice(from, to), headings, pages }));
}

describe("what a file says", () => {
  test("PDF, by pages", async () => {
    const found = await passages("a.pdf", makePdf(["Beans are roasted.\nThen ground.", "Water is (almost) boiling."]));
    expect(found).toEqual([
      {
        text: "Beans are roasted.\nThen ground.\n\nWater is (almost) boiling.\n\n",
        headings: [],
        pages: { from: 1, to: 2 },
      },
    ]);
  });

  test("Word, by titles", async () => {
    const long = "Heat the beans slowly. ".repeat(30);
    const found = await passages("a.docx", makeDocx(["# Roasting", long, "# Brewing", "Use 60 g & more."]));
    expect(found.map(({ headings }) => headings)).toEqual([["Roasting"], ["Brewing"]]);
    expect(found[1]?.text).toBe("Brewing\n\nUse 60 g & more.");
  });

  test("HTML as it is read, without its menus and scripts", async () => {
    const page = `<html><head><title>no</title></head><body><nav>Home</nav><main><h1>Price <b>list</b></h1>
      <p>Coffee   costs<br>3 €.</p><ul><li>small</li><li>large</li></ul><script>alert(1)</script>
      <table><tr><th>Cup</th><td>3</td></tr></table><pre>a\n  b</pre></main></body></html>`;
    const [found] = await passages("a.html", page);
    expect(found).toEqual({
      text: "Price list\n\nCoffee costs\n3 €.\n\n- small\n- large\n\nCup | 3 | \n\na\n  b",
      headings: ["Price list"],
      pages: null,
    });
  });

  test("Markdown as it is written, titles in code excepted", async () => {
    const body = "Words that fill the passage up to where it is cut. ".repeat(20);
    const text = `# One *two*\n\n${body}\n\n\`\`\`\n# no title\n\`\`\`\n\nThree\n-----\n\n${body}`;
    const found = await passages("a.md", text);
    expect(found.map(({ text: passage }) => passage).join("")).toBe(text);
    expect(found.map(({ headings }) => headings)).toEqual([["One two"], ["One two", "Three"]]);
  });

  test("tables with the names of their columns", async () => {
    const [csv] = await passages("a.csv", "name;price\nEspresso;2\nLatte;");
    expect(csv?.text).toBe("name: Espresso\nprice: 2\n\nname: Latte");
    const [json] = await passages("a.json", '[{"name":"Espresso","tags":["hot"]},{"deep":{"er":1}}]');
    expect(json?.text).toBe('name: Espresso\ntags: ["hot"]\n\n{\n "deep": {\n  "er": 1\n }\n}');
    expect((await passages("a.jsonl", '{"a":1}\n{"a":2}'))[0]?.text).toBe("a: 1\n\na: 2");
  });

  test("old and other encodings; what cannot be stored is replaced", async () => {
    expect((await read("a.txt", Buffer.from("Caf\xe9", "latin1"))).text).toBe("Café");
    expect((await read("a.txt", Buffer.from("\ufeffCafé", "utf16le"))).text).toBe("Café");
    expect((await read("a.txt", `${"a".repeat(9_000)}\0\r\nb`)).text).toBe(`${"a".repeat(9_000)}\ufffd\nb`);
  });

  test("its bytes tell more than its name", async () => {
    expect((await read("notes.txt", makePdf(["Hidden."]), "text/plain")).pages).toBe(1);
    await expect(read("a.pdf", "just text")).rejects.toThrow(/called a pdf file/);
  });
});

describe("what is refused, in words", () => {
  test.each([
    ["pictures", "a.txt", new Uint8Array([137, 80, 78, 71, 0, 0, 1]), /not text/],
    ["nothing", "a.txt", " \n ", /no text in it/],
    ["JSON that is none", "a.json", "{a", /not JSON/],
    ["a PDF without text", "a.pdf", makePdf([""]), /pages are pictures/],
    ["a PDF that breaks off", "a.pdf", makePdf(["Text."]).slice(0, 40), /cannot be read/],
    ["an archive of something else", "a.docx", makeZip({ "readme.txt": "hello" }), /no Word document/],
    ["half of an archive", "a.docx", makeDocx(["Text."]).slice(0, 200), /damaged/],
    ["nesting beyond reason", "a.html", "<div>".repeat(2_000), /deeper/],
  ])("%s", async (_, name, content, message) => {
    await expect(read(name, content)).rejects.toMatchObject({
      code: "invalid_input",
      retry: "never",
      message: expect.stringMatching(message),
    });
  });

  test("a PDF that asks for a password says so", async () => {
    const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${"4f".repeat(32)}> /U <${"55".repeat(32)}> /P -4 >>`;
    const plain = Buffer.from(makePdf(["Secret."])).toString("latin1");
    const locked = plain.replace("trailer\n<<", `trailer\n<< ${lock} /ID [<00><00>]`);
    await expect(read("a.pdf", Buffer.from(locked, "latin1"))).rejects.toThrow(/protected by a password/);
    expect((await read("a.pdf", Buffer.from(plain, "latin1"))).text).toContain("Secret.");
  });

  test("an archive that unpacks to hundreds of megabytes, whatever it says of itself", async () => {
    const bomb = makeZip({ "word/document.xml": Buffer.alloc(210 * 1024 * 1024) }, { lies: true });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    await expect(read("a.docx", bomb)).rejects.toThrow(/Unpacked, the file is larger than 200 MiB/);
  });

  test("what takes too long: its thread is killed, and the next file is read", async () => {
    const hasty = createDocumentReader({ wallMs: 1 });
    // Megabytes of table take a second; the pool gives 250 ms on top.
    const table = `a,b\n${"word word,1\n".repeat(400_000)}`;
    const file = { name: "a.csv", mediaType: "", bytes: Buffer.from(table) };
    await expect(hasty.read(file, settings, signal)).rejects.toMatchObject({ code: "timeout", retry: "never" });
    await hasty.close();
    expect((await read("a.txt", "Still here.")).text).toBe("Still here.");
  });
});

test("the server's own thread is never held up", async () => {
  const table = `a,b\n${"word word,1\n".repeat(100_000)}`;
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await read("a.csv", table);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(10);
});
