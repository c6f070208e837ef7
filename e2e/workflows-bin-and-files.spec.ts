import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { importText } from "./support/import-text.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

/** A workflow with one webhook and one data node. */
const orders = (name: string, path: string) =>
  JSON.stringify({
    name,
    description: "Takes orders in",
    document: {
      schemaVersion: 1,
      settings: { timezone: "Europe/Oslo" },
      nodes: [
        {
          id: "n_hook",
          key: "order",
          type: "trigger.webhook",
          version: 1,
          config: { path, methods: ["POST"] },
          position: { x: 0, y: 0 },
        },
        {
          id: "n_set",
          key: "total",
          type: "data.set",
          version: 1,
          label: "Total: “yes”",
          config: { fields: [{ name: "total", value: "{{ trigger.body.price }}\n# no: comment" }] },
          position: { x: 0, y: 104 },
        },
      ],
      edges: [{ id: "e_1", source: "n_hook", sourcePort: "out", target: "n_set", targetPort: "in" }],
    },
  });

const row = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByRole("button", { name: "Done" }).click();
}

async function exported(page: Page, act: () => Promise<void>): Promise<{ name: string; text: string }> {
  const coming = page.waitForEvent("download");
  await act();
  const download = await coming;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("a live workflow that was deleted by mistake comes back as it was", async ({ page, request }) => {
  await importText(page, orders("Deleted by mistake", "mistake"));
  await publish(page);
  expect((await request.post("/api/webhooks/mistake", { data: {} })).status()).toBe(200);
  await page.goto("/workflows");
  await page.getByRole("button", { name: "More for Deleted by mistake" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(row(page, "Deleted by mistake")).toBeHidden();
  expect((await request.post("/api/webhooks/mistake", { data: {} })).status()).toBe(410);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Deleted by mistake")).toContainText("Live");
  expect((await request.post("/api/webhooks/mistake", { data: {} })).status()).toBe(200);
});

test("the bin gives workflows back, and deletes them for good only when asked twice", async ({ page }) => {
  for (const name of ["Kept after all", "Really not needed"]) await importText(page, orders(name, "binned"));
  await page.goto("/workflows");
  await page.getByRole("checkbox", { name: "Select Kept after all" }).check();
  await page.getByRole("checkbox", { name: "Select Really not needed" }).check();
  await page.getByRole("toolbar", { name: "With the selected" }).getByRole("button", { name: "Delete" }).click();
  await expect(row(page, "Kept after all")).toBeHidden();

  await page.getByRole("link", { name: "Bin" }).click();
  await expect(page.getByRole("heading", { name: "Bin" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Restore Kept after all" }).click();
  await expect(page.getByRole("button", { name: "Restore Kept after all" })).toBeHidden();
  await page.getByRole("button", { name: "Delete for good: Really not needed" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("cannot be brought back");
  await page.getByRole("button", { name: "Keep" }).click();
  await expect(page.getByRole("button", { name: "Restore Really not needed" })).toBeVisible();
  await page.getByRole("button", { name: "Delete for good: Really not needed" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByRole("button", { name: "Restore Really not needed" })).toBeHidden();
  await page
    .getByRole("link", { name: /Workflows$/ })
    .last()
    .click();
  await expect(row(page, "Kept after all")).toBeVisible();
  await expect(row(page, "Really not needed")).toBeHidden();
});

test("an exported workflow that is imported again is the same document, as YAML and as JSON", async ({ page }) => {
  await importText(page, orders("Round trip", "round"));
  const texts: Record<string, string> = {};
  for (const [menu, file] of [
    ["Export as YAML", "round-trip.yaml"],
    ["Export as JSON", "round-trip.json"],
  ] as const) {
    await page.goto("/workflows");
    const { name, text } = await exported(page, async () => {
      await page.getByRole("button", { name: "More for Round trip" }).first().click();
      await page.getByRole("menuitem", { name: menu }).click();
    });
    expect(name).toBe(file);
    texts[file] = text;
  }
  expect(JSON.parse(texts["round-trip.json"] ?? "")).toEqual(JSON.parse(orders("Round trip", "round")));

  // In from the YAML file, out as JSON again.
  const renamed = (texts["round-trip.yaml"] ?? "").replace("name: Round trip", "name: Round trip again");
  await page.getByRole("button", { name: /^Import/ }).click();
  await page
    .getByLabel("File to import")
    .setInputFiles({ name: "flow.yaml", mimeType: "application/yaml", buffer: Buffer.from(renamed) });
  await expect(page.getByRole("dialog").getByRole("listitem")).toContainText("Round trip again 2 nodes");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/\/workflows\/wf_/);
  await page.goto("/workflows");
  const again = await exported(page, async () => {
    await page.getByRole("button", { name: "More for Round trip again" }).click();
    await page.getByRole("menuitem", { name: "Export as JSON" }).click();
  });
  expect(JSON.parse(again.text)).toEqual(JSON.parse(orders("Round trip again", "round")));
});

test("what cannot be imported says why before anything is kept; a dropped file and a pasted text open the same door", async ({
  page,
}) => {
  await page.goto("/workflows");
  await expect(page.getByRole("button", { name: "New workflow", exact: true })).toBeVisible();
  const wrong = "name: Broken\ndocument:\n  schemaVersion: 1\n  nodes:\n    - id: n\n  edges: []\n";
  const missing = orders("Unknown part", "x").replace('"data.set"', '"made.up"');
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "broken.yaml", { type: "application/yaml" }));
    return transfer;
  }, wrong);
  // A person moves the file over the page until it answers.
  await expect(async () => {
    await page.dispatchEvent("body", "dragover", { dataTransfer: data });
    await expect(page.getByText("Drop it to import")).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("listitem").first()).toContainText("Broken cannot be imported");
  await expect(dialog).toContainText("nodes.0");
  await expect(dialog.getByRole("button", { name: "Import", exact: true })).toBeDisabled();
  await dialog.getByLabel("Or paste the text").fill("a: b: c");
  await expect(dialog.getByRole("alert")).toContainText("This is not YAML");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, missing);
  await expect(dialog.getByRole("listitem").first()).toContainText("One problem to solve before it can be published");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.reload();
  await expect(page.getByRole("button", { name: "New workflow", exact: true })).toBeVisible();
  for (const name of ["Broken", "Unknown part"]) await expect(row(page, name)).toBeHidden();
});

test("several workflows are paused, go on, and are exported in one file", async ({ page, request }) => {
  for (const name of ["Pause one", "Pause two"]) {
    await importText(page, orders(name, name.replace(" ", "-").toLowerCase()));
    await publish(page);
  }
  await page.goto("/workflows");
  await page.getByRole("checkbox", { name: "Select Pause one" }).check();
  await page.getByRole("checkbox", { name: "Select Pause two" }).check();
  const bar = page.getByRole("toolbar", { name: "With the selected" });
  await expectAccessible(page);
  await bar.getByRole("button", { name: "Pause" }).click();
  await expect(row(page, "Pause one")).toContainText("Paused");
  await expect(row(page, "Pause two")).toContainText("Paused");
  expect((await request.post("/api/webhooks/pause-one", { data: {} })).status()).toBe(410);
  const { name, text } = await exported(page, async () => {
    await bar.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: "As YAML" }).click();
  });
  expect(name).toMatch(/^workflows-\d{4}-\d\d-\d\d\.yaml$/);
  expect(text.match(/^name: Pause (one|two)$/gm)).toHaveLength(2);
  await bar.getByRole("button", { name: "Resume" }).click();
  await expect(row(page, "Pause one")).toContainText("Live");
  expect((await request.post("/api/webhooks/pause-one", { data: {} })).status()).toBe(200);
});
