import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow, runDraft } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";
import { openShop, type Shop } from "./support/shop.ts";

test.use({ storageState: ownerState, permissions: ["clipboard-read", "clipboard-write"] });

let shop: Shop;
test.beforeAll(async () => {
  shop = await openShop();
});
test.afterAll(() => shop.close());

async function openRequest(page: Page, name: string): Promise<void> {
  await importWorkflow(page, {
    name,
    nodes: [
      { id: "n_start", key: "start", type: "trigger.manual" },
      { id: "n_call", key: "call", type: "http.request", config: { method: "GET", url: `${shop.url}/old` } },
    ],
    edges: ["n_start > n_call"],
  });
  await card(page, "HTTP request").click();
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Request" }).click();
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press("ControlOrMeta+v");
}

test("a pasted curl command fills the form of a request, as one step, and is sent so", async ({ page }) => {
  await openRequest(page, "Pasted");
  const address = page.getByRole("textbox", { name: "Request" });
  await paste(
    page,
    `curl -X POST '${shop.url}/orders?rush=yes' -H 'X-Shop: main' -H 'Content-Type: application/json' \\\n --data '{"order": 48213}'`,
  );
  await expect(page.getByText("Filled in from the curl command")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Method" })).toHaveText("POST");
  await expect(address).toContainText(`${shop.url}/orders`);
  await expectAccessible(page);

  // One step back to the form as it was, one forward.
  await card(page, "When called").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+z");
  await card(page, "HTTP request").click();
  await expect(address).toHaveText(`${shop.url}/old`);
  await expect(page.getByRole("combobox", { name: "Method" })).toHaveText("GET");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+Shift+z");

  await runDraft(page);
  await expect(card(page, "HTTP request")).toContainText(/ms/);
  expect(shop.calls.at(-1)).toBe("/orders?rush=yes");
  expect(shop.last()).toMatchObject({ method: "POST", headers: { "x-shop": "main" } });
  expect(JSON.parse(shop.last().body)).toEqual({ order: 48213 });

  // How long each part of it took stands with the output.
  await card(page, "HTTP request").click();
  await page.getByRole("tab", { name: /Last run/ }).click();
  const output = page.getByRole("region", { name: "Output" });
  for (const part of ["timings", "dns", "connect", "tls", "server", "transfer"])
    await expect(output).toContainText(part);
});

test("what is no curl command that can be read says why, and changes nothing", async ({ page }) => {
  await openRequest(page, "Not pasted");
  await paste(page, "curl 'https://example.com/orders");
  await expect(page.getByText("The curl command could not be read")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Request" })).toHaveText(`${shop.url}/old`);
});

test("form fields are filled in line by line and sent as a form", async ({ page }) => {
  await openRequest(page, "Form");
  await page.getByRole("combobox", { name: "Method" }).click();
  await page.getByRole("option", { name: "POST" }).click();
  await page.getByRole("combobox", { name: "Body" }).click();
  await page.getByRole("option", { name: "Form", exact: true }).click();
  await page.getByLabel("New field").fill("customer");
  await page.getByRole("textbox", { name: "Value of customer" }).fill("Lena Brandt");
  await page.getByLabel("New field").fill("order");
  await page.getByRole("textbox", { name: "Value of order" }).fill("{{ 48000 + 213 }}");
  await expect(page.getByText("48213").first()).toBeVisible();
  await runDraft(page);
  await expect(card(page, "HTTP request")).toContainText(/ms/);
  expect(shop.last()).toMatchObject({ headers: { "content-type": "application/x-www-form-urlencoded" } });
  expect(Object.fromEntries(new URLSearchParams(shop.last().body))).toEqual({
    customer: "Lena Brandt",
    order: "48213",
  });
});
