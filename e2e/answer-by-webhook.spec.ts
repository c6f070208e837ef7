import { expect, test } from "@playwright/test";
import { addAfter } from "./support/add-after.ts";
import { dropFiles } from "./support/drop-files.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const policy = `# Zips and closures

Zips on tents and bags are covered for five years from the day of purchase when they fail in normal use.

# Seams

Seams are covered for three years. A coating that turns sticky is a storage fault.
`;

test("documents are dropped, a workflow that answers from them is made by mouse, and its citation opens the passage", async ({
  page,
  request,
}) => {
  await page.goto("/knowledge");
  await page.getByRole("button", { name: "New base" }).click();
  const dialog = page.getByRole("dialog", { name: "New knowledge base" });
  await dialog.getByLabel("Name", { exact: true }).fill("Shop policies");
  await dialog.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByText("No documents yet")).toBeVisible();
  await dropFiles(page, [{ name: "Warranty.md", type: "", bytes: Buffer.from(policy) }]);
  const documents = page.getByRole("list", { name: "Documents" });
  await expect(documents.getByRole("img", { name: "Ready" })).toBeVisible({ timeout: 20_000 });

  // webhook → find in knowledge → ask a model → respond
  await page.goto("/workflows");
  await page
    .getByRole("button", { name: /Start with an empty canvas|New workflow/ })
    .first()
    .click();
  await page.getByRole("button", { name: /^Webhook/ }).click();
  await page.getByRole("textbox", { name: "Path" }).fill("shop-answers");
  await addAfter(page, "Webhook", /^Add after/, "find in knowledge");
  await page.getByRole("combobox", { name: "Knowledge base" }).click();
  await page.getByRole("option", { name: /^Shop policies/ }).click();
  await page.getByRole("textbox", { name: "Look for" }).fill("{{ trigger.body.question }}");
  await addAfter(page, "Find in knowledge", /^Add after/, "language model");
  await page
    .getByRole("textbox", { name: "Question", exact: true })
    .fill("Question: {{ trigger.body.question }}\n\n{{ find_in_knowledge.text }}");
  await addAfter(page, "Language model", /^Add after/, "respond");
  await page
    .getByRole("textbox", { name: "Body" })
    .fill("{{ { text: language_model.text, citations: find_in_knowledge.passages } }}");
  await expect(page.getByText("Saved")).toBeVisible();
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("/api/webhooks/shop-answers")).toBeVisible();

  const answered = await request.post("/api/webhooks/shop-answers", {
    data: { question: "How long are seams covered?" },
  });
  const { text, citations } = (await answered.json()) as { text: string; citations: { link: string; text: string }[] };
  expect(text).toContain("This is the demo model");
  expect(citations[0]?.text).toContain("Seams are covered for three years");
  await page.goto(citations[0]?.link ?? "");
  const passages = page.getByRole("region", { name: "Passages" });
  await expect(passages.getByRole("heading", { name: "Warranty.md" })).toBeVisible();
  await expect(passages.locator("li[aria-current]")).toContainText("Seams are covered for three years");
});
