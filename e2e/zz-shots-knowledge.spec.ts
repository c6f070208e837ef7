import { test } from "@playwright/test";
import { makePdf } from "../lib/rag/testing/make-pdf.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });
const out = "/tmp/knowledge-shots";

test("shots", async ({ page, baseURL }) => {
  test.setTimeout(180_000);
  const headers = { origin: baseURL as string };
  const post = async (path: string, data: object) => (await page.request.post(`/api/v1${path}`, { data, headers })).json();
  await page.goto("/knowledge");
  await page.waitForTimeout(800);
  await page.screenshot({ path: `${out}/empty.png` });
  const { id } = await post("/knowledge-bases", { name: "Help centre", description: "What support answers from.", model: "demo/embedder", language: "english", settings: { size: 90, overlap: 24 } });
  await post("/knowledge-bases", { name: "Minutes", model: "demo/embedder" });
  const p = (n: number) => `Zips on tents and bags are covered for ${n} years from the day of purchase when they fail in normal use. Ask for a photo of the slider and of both stops.\n\nWe mail a repair kit first. If the kit does not help within ${n + 9} days, we take the product in and pay for the way both ways. Tents of the Halden series have a two-way zip; send kit KIT-ZIP-H${n}, not KIT-ZIP-1.`;
  const md = (name: string, k: number) => ({ name, mimeType: "text/markdown", buffer: Buffer.from(Array.from({ length: k }, (_, n) => `## ${n + 1}.2 Zips and closures of ${name}\n\n${p(n)}\n\n## ${n + 1}.3 Seams and coatings\n\nSeams are covered for ${n} years. A coating that turns sticky is a storage fault unless it happens within the first two years.\n`).join("\n")) });
  const files = [
    { name: "Boot resoling.pdf", mimeType: "application/pdf", buffer: Buffer.from(makePdf(Array.from({ length: 5 }, (_, n) => `Boots are resoled in ${n} weeks.\nLeather is treated with wax. ${p(n)}`))) },
    { name: "Scan_0093.pdf", mimeType: "application/pdf", buffer: Buffer.from(makePdf([""])) },
    md("Warranty policy 2026.md", 8), md("Halden series handbook.md", 20), md("Repair kits.md", 3), md("Tone of voice for support.md", 2), md("Customs and duties outside the EU.md", 1),
    { name: "Store opening hours.csv", mimeType: "text/csv", buffer: Buffer.from("city,opens,closes\nLübeck,9:00,18:00\nGdynia,10:00,19:00") },
  ];
  for (const file of files) await page.request.post(`/api/v1/knowledge-bases/${id}/documents`, { multipart: { file }, headers });
  await page.goto("/knowledge");
  await page.waitForTimeout(3500);
  await page.screenshot({ path: `${out}/list.png` });
  await page.goto(`/knowledge/${id}`);
  await page.waitForTimeout(1500);
  await page.getByRole("button", { name: /^Warranty policy/ }).click();
  await page.getByRole("textbox", { name: "Question" }).fill("Zip of my Halden 3 broke on the second trip, bought in August. Is that covered?");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(1500);
  await page.getByRole("list", { name: "Passages found" }).getByRole("listitem").first().getByRole("button").click();
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `${out}/base-light.png` });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${out}/base-dark.png` });
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.waitForTimeout(600);
  await page.screenshot({ path: `${out}/settings-dark.png` });
  await page.keyboard.press("Escape");
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/knowledge");
  await page.getByRole("button", { name: "New base" }).click();
  await page.waitForTimeout(600);
  await page.screenshot({ path: `${out}/new-light.png` });
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${out}/list-390.png` });
  await page.getByRole("button", { name: "New base" }).click();
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${out}/new-390.png` });
  await page.goto(`/knowledge/${id}`);
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `${out}/documents-390.png` });
  await page.getByRole("button", { name: /^Warranty policy/ }).click();
  await page.waitForTimeout(900);
  await page.screenshot({ path: `${out}/passages-390.png` });
  await page.getByRole("radio", { name: "Try a question" }).click();
  await page.getByRole("textbox", { name: "Question" }).fill("Zip of my Halden 3 broke on the second trip. Is that covered?");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `${out}/question-390.png` });
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${out}/question-1024.png` });
});
