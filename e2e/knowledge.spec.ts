import { expect, type Page, test } from "@playwright/test";
import { makePdf } from "../lib/rag/testing/make-pdf.ts";
import { makeDocx } from "../lib/rag/testing/make-zip.ts";
import { expectAccessible } from "./support/accessible.ts";
import { type Dropped, dropFiles } from "./support/drop-files.ts";
import { importWorkflow } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const zips =
  "Zips on tents and bags are covered for five years\nfrom the day of purchase when they fail in normal use.";
const seams = "Seams are covered for three years. A coating that turns sticky is a storage fault.";
const lost = "Keep the receipt or the order number. Without either we look the order up by email address.";

const text = (name: string, content: string): Dropped => ({ name, type: "", bytes: Buffer.from(content) });

async function makeBase(page: Page, name: string): Promise<void> {
  await page.goto("/knowledge");
  await page.getByRole("button", { name: "New base" }).click();
  const dialog = page.getByRole("dialog", { name: "New knowledge base" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Make it" }).click();
  await expect(page).toHaveURL(/\/knowledge\/kb_/);
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(name) })).toBeVisible();
}

const documents = (page: Page) => page.getByRole("list", { name: "Documents" });
const row = (page: Page, name: string) => documents(page).getByRole("listitem").filter({ hasText: name });
const isReady = (page: Page, name: string) =>
  expect(row(page, name).getByRole("img", { name: "Ready" })).toBeVisible({ timeout: 20_000 });

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole("textbox", { name: "Question" }).fill(question);
  await page.keyboard.press("Enter");
}
const found = (page: Page) => page.getByRole("list", { name: "Passages found" }).getByRole("listitem");

test("files are dropped, taken in, found by a question, and opened at the passage", async ({ page }) => {
  test.setTimeout(120_000);
  await makeBase(page, "Shop handbook");
  await expect(page.getByText("No documents yet")).toBeVisible();
  await expectAccessible(page);
  // Longer than one passage; what runs over the edge of a page is not read.
  const filler = Array.from({ length: 45 }, (_, n) => `Remark ${n} on how tents are packed and dried.`).join("\n");
  await dropFiles(page, [
    { name: "Warranty.pdf", type: "application/pdf", bytes: makePdf([filler, zips]) },
    { name: "Repairs.docx", type: "", bytes: makeDocx(["# Seams", seams]) },
    text("Orders.md", `# Lost receipts\n\n${lost}\n`),
  ]);
  for (const name of ["Warranty.pdf", "Repairs.docx", "Orders.md"]) await isReady(page, name);
  await expect(page.getByRole("radio", { name: "All 3" })).toBeVisible();
  await expect(row(page, "Warranty.pdf")).toContainText("2 pages");

  await ask(page, "For how many years are zips on bags covered?");
  await expect(found(page).first()).toContainText("Warranty.pdf");
  await expect(found(page).first()).toContainText("page");
  await expect(found(page).first().locator("mark").first()).toContainText(/zips/i);
  await expect(page.getByRole("img", { name: /^Place of each passage after every stage/ })).toBeVisible();
  await expect(page.getByText(/^\S+ ms: embed/)).toBeVisible();
  // The last stage, when it is switched on.
  await page.getByRole("button", { name: "Rerank off" }).click();
  await page.getByRole("radio", { name: "Reranker" }).click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Rerank on" })).toBeVisible();
  await page.getByRole("textbox", { name: "Question" }).press("Enter");
  await expect(page.getByRole("img", { name: /Reranked 1/ })).toBeVisible();
  await expect(page.getByText(/rerank \S+, read/)).toBeVisible();
  await expect(found(page).first()).toContainText("Warranty.pdf");
  await found(page).first().getByRole("button", { name: "Warranty.pdf" }).click();
  await expect(page).toHaveURL(/document=doc_.*passage=\d+/);
  const passages = page.getByRole("region", { name: "Passages" });
  await expect(passages.getByRole("heading", { name: "Warranty.pdf" })).toBeVisible();
  await expect(passages.locator("li[aria-current]")).toContainText("Zips on tents");
  await expectAccessible(page);

  // What a citation links to: the same passage, by its address alone.
  const address = page.url();
  await page.goto("/knowledge");
  await expect(page.getByRole("listitem").filter({ hasText: "Shop handbook" })).toContainText("3 documents");
  await expectAccessible(page);
  await page.goto(address);
  await expect(passages.locator("li[aria-current]")).toContainText("Zips on tents");
  // Who knows the document alone gets there too.
  await page.goto(`/knowledge/documents/${new URL(address).searchParams.get("document")}?passage=2`);
  await expect(passages.locator("li[aria-current]")).toHaveAttribute("aria-posinset", "2");
  await page.goto(address);
  await passages.getByRole("button", { name: "Passage before" }).click();
  await expect(passages.locator("li[aria-current]")).toContainText("Remark");

  await page.getByRole("combobox", { name: "Search" }).click();
  await page.getByRole("option", { name: /^Words/ }).click();
  await ask(page, "sticky coating");
  await expect(found(page)).toHaveCount(1);
  await expect(found(page).first()).toContainText("Repairs.docx");

  const download = page.waitForEvent("download");
  await row(page, "Orders.md").hover();
  await page.getByRole("button", { name: "More for Orders.md" }).click();
  await page.getByRole("menuitem", { name: "Download the original" }).click();
  expect((await download).suggestedFilename()).toBe("Orders.md");

  await row(page, "Repairs.docx").hover();
  await page.getByRole("button", { name: "More for Repairs.docx" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(row(page, "Repairs.docx")).toHaveCount(0);
  await ask(page, "sticky coating");
  await expect(page.getByText(/^Nothing fits/)).toBeVisible();
});

test("what cannot be read says why, and can be tried again or taken away; the same twice is said", async ({ page }) => {
  await makeBase(page, "Broken things");
  await dropFiles(page, [
    { name: "broken.pdf", type: "application/pdf", bytes: Buffer.from("%PDF-1.4\nnot a document") },
    text("empty.txt", ""),
    text("good.txt", lost),
  ]);
  await isReady(page, "good.txt");
  await expect(row(page, "broken.pdf")).toContainText("The PDF cannot be read", { timeout: 20_000 });
  await expect(row(page, "empty.txt")).toContainText("There is no text in it.");
  await page.getByRole("radio", { name: "Failed 2" }).click();
  await expect(row(page, "good.txt")).toHaveCount(0);
  await expectAccessible(page);
  // It has failed again before the page hears how many are worked on: none, as before.
  const base = new URL(page.url()).pathname.split("/").at(-1);
  const address = `/api/v1/knowledge-bases/${base}`;
  await page.route(`**${address}`, async (route) => {
    const failed = async () => (await page.request.get(`${address}/documents?state=failed`)).json();
    await expect.poll(async () => (await failed()).items.length).toBe(2);
    await route.continue();
  });
  const told = page.waitForResponse(`**${address}`);
  await page.getByRole("button", { name: "Try again: empty.txt" }).click();
  await told;
  await expect(row(page, "empty.txt")).toContainText("There is no text in it.", { timeout: 20_000 });
  await page.unroute(`**${address}`);
  for (const name of ["broken.pdf", "empty.txt"]) {
    await row(page, name).hover();
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  }
  await page.getByRole("toolbar").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog", { name: "Delete 2 documents?" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Nothing failed.")).toBeVisible();

  await page.getByRole("radio", { name: "All 1" }).click();
  await dropFiles(page, [text("another name.txt", lost)]);
  await expect(page.getByRole("list", { name: "Uploads" })).toContainText("Already there");
  await page.getByRole("button", { name: "Take from the list" }).click();
  await expect(documents(page).getByRole("listitem")).toHaveCount(1);

  // Refused before a byte of it is sent.
  await page.evaluate(() => {
    const file = new File([new Uint8Array(65 * 1024 * 1024)], "huge.txt");
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("list", { name: "Uploads" })).toContainText("a document has 64 MiB at most");
  // Who sends it all the same is told so by the server.
  const refused = await page.request.post(`${address}/documents`, {
    multipart: { file: { name: "huge.txt", mimeType: "text/plain", buffer: Buffer.alloc(65 * 1024 * 1024, 97) } },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(refused.status()).toBe(413);
});

test("a base is embedded with another model; searches go on, and it may be given up", async ({ page }) => {
  await makeBase(page, "Changes its model");
  await dropFiles(page, [text("good.txt", lost)]);
  await isReady(page, "good.txt");
  const change = async (model: string) => {
    await page.getByRole("button", { name: "Settings", exact: true }).click();
    await page.getByRole("button", { name: "Embed with another model…" }).click();
    const dialog = page.getByRole("dialog", { name: "Embed with another model" });
    await dialog.getByLabel("name of the model").fill(model);
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Embed all passages" }).click();
    await expect(dialog).toBeHidden();
  };
  await change("no-such-model");
  const bar = page.getByRole("region", { name: "Change of the model" });
  await expect(bar.getByRole("alert")).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
  await ask(page, "Where is the receipt?");
  await expect(found(page).first()).toContainText("good.txt");
  await bar.getByRole("button", { name: /^Keep/ }).click();
  await expect(bar).toBeHidden();
  await change("embedder");
  await expect(bar).toBeHidden({ timeout: 20_000 });
  await ask(page, "Where is the order number?");
  await expect(found(page).first()).toContainText("good.txt");
});

test("how documents are cut is seen while it is set, on a text or a file of one's own", async ({ page }) => {
  await page.goto("/knowledge");
  await page.getByRole("button", { name: "New base" }).click();
  const dialog = page.getByRole("dialog", { name: "New knowledge base" });
  await expectAccessible(page);
  const cut = dialog.getByRole("region", { name: "Try it" });
  const passages = cut.getByRole("list", { name: "Passages" }).getByRole("listitem");
  await dialog.getByLabel("Passage", { exact: true }).fill("32");
  await dialog.getByLabel("Shared").fill("0");
  const small = await passages.count();
  await dialog.getByLabel("Passage", { exact: true }).fill("400");
  await expect.poll(() => passages.count()).toBeLessThan(small);
  await dialog.getByLabel("Shared").fill("300");
  await expect(dialog.getByText("A passage may repeat half of itself at most.")).toBeVisible();
  await dialog.getByLabel("Shared").fill("40");
  const file = { name: "two.pdf", mimeType: "application/pdf", buffer: Buffer.from(makePdf([zips, seams])) };
  await dialog.getByLabel("File to try it on").setInputFiles(file);
  await expect(cut.getByText("two.pdf")).toBeVisible();
  await expect(passages.first()).toContainText("page 1");
  await dialog.getByLabel("File to try it on").setInputFiles({ ...file, buffer: Buffer.from("%PDF-1.4") });
  await expect(cut.getByRole("alert")).toContainText("The PDF cannot be read");
  await dialog.getByRole("button", { name: "Cancel" }).click();
});

test("a base is made in the inspector, and says who uses it before it goes", async ({ page }) => {
  await importWorkflow(page, {
    name: "Asks the handbook",
    nodes: [
      { id: "start", key: "start", type: "trigger.manual" },
      { id: "find", key: "find", type: "knowledge.retrieve", config: { base: "Nobody's", query: "{{ input.q }}" } },
    ],
    edges: ["start > find"],
  });
  await page.locator(".react-flow__node").filter({ hasText: "Find in knowledge" }).click();
  const field = page.locator("[data-field=base]");
  await expect(field.getByRole("alert")).toContainText("There is no knowledge base “Nobody's”");
  await field.getByRole("button", { name: "New" }).click();
  const dialog = page.getByRole("dialog", { name: "New knowledge base" });
  await dialog.getByLabel("Name", { exact: true }).fill("Made in place");
  await dialog.getByRole("button", { name: "Make it" }).click();
  await expect(field.getByRole("combobox")).toContainText("Made in place");
  await expectAccessible(page);
  await expect(page.getByText("Saved")).toBeVisible();

  await page.keyboard.press("Escape");
  await page.goto("/knowledge");
  await page.getByRole("button", { name: "More for Made in place" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const warning = page.getByRole("alertdialog");
  await expect(warning.getByRole("link", { name: "Asks the handbook" })).toBeVisible();
  await warning.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("button", { name: "More for Made in place" })).toHaveCount(0);
});
