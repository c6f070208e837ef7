import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { importText } from "./support/import-text.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const node = (id: string, key: string, label: string, config: object, more: object = {}) => ({
  id,
  key,
  type: "data.set",
  version: 1,
  label,
  config,
  ...more,
});

/** When called ─> Customer ─> Greeting */
const greeting = (name: string) =>
  JSON.stringify({
    name,
    document: {
      schemaVersion: 1,
      nodes: [
        { id: "n_start", key: "start", type: "trigger.manual", version: 1, config: {}, position: { x: 0, y: 0 } },
        node(
          "n_customer",
          "customer",
          "Customer",
          {
            fields: [
              { name: "name", value: "Lena Brandt" },
              { name: "total", value: "{{ 240 }}" },
              { name: "orders", value: "{{ [{ no: 1, state: 'paid' }, { no: 2, state: 'open' }] }}" },
            ],
          },
          { position: { x: 0, y: 104 } },
        ),
        node(
          "n_greeting",
          "greeting",
          "Greeting",
          {
            fields: [{ name: "text", value: "Dear {{ customer.name }}" }],
          },
          { position: { x: 0, y: 208 } },
        ),
      ],
      edges: [
        { id: "e_1", source: "n_start", target: "n_customer" },
        { id: "e_2", source: "n_customer", target: "n_greeting" },
      ],
    },
  });

const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
const text = (page: Page) => page.getByRole("textbox", { name: "Value of text" });

async function openGreeting(page: Page, name: string, { run }: { run: boolean }): Promise<void> {
  await importText(page, greeting(name));
  if (run) {
    await page.getByRole("button", { name: /^Run/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Run/ }).click();
    await expect(page.getByText(/^Done/).first()).toBeVisible();
  }
  await card(page, "n_greeting").click();
  await expect(text(page)).toBeVisible();
}

test("U20 the inspector opens to input, settings and output, and its width can be changed", async ({ page }) => {
  await openGreeting(page, "Three columns", { run: true });
  const edge = page.getByRole("separator", { name: "Width of the settings" });
  await edge.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(edge).toHaveAttribute("aria-valuenow", "376");
  await page.getByRole("button", { name: /^Show input and output/ }).click();
  await expect(page.getByRole("region", { name: "Input" })).toContainText("Customer");
  await expect(page.locator("[data-value=Output]")).toContainText("Dear Lena Brandt");
  await expect(card(page, "n_greeting")).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Back to one column" }).click();
  await expect(page.getByRole("tab", { name: "Docs" })).toBeVisible();
});

test("U17 a node is added, set and left by the keyboard alone", async ({ page }) => {
  await openGreeting(page, "By keys alone", { run: false });
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.keyboard.type("if");
  await page.keyboard.press("ControlOrMeta+Enter");
  const condition = page.getByRole("textbox", { name: "Condition" });
  await expect(condition).toBeFocused();
  await page.keyboard.type("greeting.text == 'Dear'");
  // The first may only close the list of completions.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(condition).toBeHidden({ timeout: 500 });
  }).toPass();
  const added = page.locator(".react-flow__node").filter({ hasText: "If" });
  await expect(added).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(condition).toBeFocused();
  await expect(condition).toContainText("== 'Dear'");
  await page.keyboard.press("Escape");
  await expect(condition).toBeHidden();
  await page.keyboard.press("ArrowUp");
  await expect(card(page, "n_greeting")).toBeFocused();
  // Who points at a node has its keys: nothing takes the focus into its settings.
  await card(page, "n_customer").click();
  await expect(page.getByRole("textbox", { name: "Value of name" })).toBeVisible();
  await page.keyboard.press("Delete");
  await expect(card(page, "n_customer")).toBeHidden();
});

test("U21 one key makes a field an expression, and back", async ({ page }) => {
  await openGreeting(page, "Expression switch", { run: false });
  const fx = page.getByRole("button", { name: /^fx: Keep what comes in/ });
  await fx.focus();
  await page.keyboard.press("Enter");
  const field = page.getByRole("textbox", { name: "Keep what comes in" });
  await expect(field).toHaveText("false");
  await field.fill("customer.total > 100");
  await expect(page.getByText("Saved")).toBeVisible();
  await page.reload();
  await card(page, "n_greeting").click();
  await expect(page.getByRole("textbox", { name: "Keep what comes in" })).toHaveText("customer.total > 100");
});

test("what is typed in one breath is kept, whatever comes right after it", async ({ page }) => {
  await openGreeting(page, "One breath", { run: false });
  await text(page).click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(", and welcome");
  await card(page, "n_customer").click();
  await card(page, "n_greeting").click();
  await expect(text(page)).toContainText("and welcome");
  await text(page).click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" to all of it");
  await page.reload();
  await card(page, "n_greeting").click();
  await expect(text(page)).toContainText("and welcome to all of it");
});

test("U22 names, fields with their last values, and functions are offered while typing", async ({ page }) => {
  await openGreeting(page, "Completion", { run: true });
  await text(page).click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(", {{");
  await expect(page.getByRole("option", { name: /customer/ })).toBeVisible();
  // Nobody waits for the list before going on: what stands first by then is meant.
  await page.keyboard.type(" cus");
  await page.keyboard.press("Enter");
  await page.keyboard.type(".");
  await expect(page.getByRole("option", { name: /^total/ })).toContainText("number · 240");
  await page.keyboard.type("to");
  await page.keyboard.press("Tab");
  await page.keyboard.type(".toF");
  await expect(page.getByRole("option", { name: /toFixed/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await page.keyboard.type("2");
  await page.keyboard.press("End");
  await page.keyboard.type(" }}");
  await expect(page.getByText("Dear Lena Brandt, 240.00")).toBeVisible();
});

test("U23 what a text gives is shown under it, with its type", async ({ page }) => {
  await openGreeting(page, "Preview", { run: true });
  await text(page).fill("{{ customer.total * 2 }}");
  await expect(page.getByText("480", { exact: true })).toBeVisible();
  await expect(page.getByText("number", { exact: true }).first()).toBeVisible();
  // The engine of regular expressions comes with the editor, and the preview need not wait for it.
  await text(page).fill("{{ customer.name.replace(/(\\w+) (?<last>\\w+)/, '$<last>, $1') }}");
  await expect(page.getByText("Brandt, Lena", { exact: true })).toBeVisible();
  await text(page).fill("{{ customer.name.match(/(?<=a)b/) }}");
  await expect(page.getByText(/Look-behind cannot be matched in a time that is sure/).first()).toBeVisible();
  await expect(page.locator(".cm-broken")).toBeVisible();
  await expectAccessible(page);
});

test("U24 the part that is wrong is underlined, and why stands under the field", async ({ page }) => {
  await openGreeting(page, "Underlined", { run: false });
  await text(page).fill("Dear {{ customer.name + }}");
  await expect(page.locator(".cm-broken")).toBeVisible();
  await expect(text(page)).toHaveAttribute("aria-invalid", "true");
  await text(page).fill("Dear {{ customer.name }}");
  await expect(page.locator(".cm-broken")).toBeHidden();
});

test("U25 a field dragged from the input, or chosen with the keyboard, is written as a reference", async ({ page }) => {
  await openGreeting(page, "Dragged", { run: true });
  await page.getByRole("button", { name: /^Show input and output/ }).click();
  const input = page.getByRole("region", { name: "Input" });
  await input.getByRole("button", { name: /^total/ }).dragTo(text(page));
  await expect(text(page)).toContainText("Customertotal");
  await text(page).focus();
  await page.keyboard.press("End");
  await input.getByTitle("{{ customer.name }}").focus();
  await page.keyboard.press("Enter");
  await expect(text(page).locator(".reference-chip")).toHaveCount(3);
});

test("U26 references are chips; a click opens one to change it", async ({ page }) => {
  await openGreeting(page, "Chips", { run: false });
  const chip = text(page).locator(".reference-chip");
  await expect(chip).toHaveText("Customername");
  await chip.click();
  await expect(text(page)).toHaveText("Dear {{ customer.name }}");
  await page.keyboard.press("Home");
  await expect(chip).toBeVisible();
  // To the caret a chip is one character.
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  await expect(text(page)).toHaveText("Dear");
});

test("U27 renaming a key renames it in every reference, in one step", async ({ page }) => {
  await openGreeting(page, "Renamed", { run: false });
  await card(page, "n_customer").click();
  await page.getByLabel("Key in expressions").fill("buyer");
  await page.keyboard.press("Enter");
  await card(page, "n_greeting").click();
  await text(page).locator(".reference-chip").click();
  await expect(text(page)).toHaveText("Dear {{ buyer.name }}");
  await card(page, "n_start").click();
  await page.keyboard.press("ControlOrMeta+z");
  await card(page, "n_customer").click();
  await expect(page.getByLabel("Key in expressions")).toHaveValue("customer");
});

test("U29 data is shown as fields, as a table and as JSON", async ({ page }) => {
  await openGreeting(page, "Three views", { run: true });
  await card(page, "n_customer").click();
  await page.getByRole("tab", { name: /^Last run/ }).click();
  const output = page.locator("[data-value=Output]");
  await expect(output).toContainText('"Lena Brandt"');
  await output.getByRole("radio", { name: "Table" }).click();
  await expect(output.getByRole("row", { name: /orders/ })).toContainText("2 items");
  await output.getByRole("radio", { name: "Schema" }).click();
  await output.getByRole("button", { name: "Unfold [0]" }).click();
  await expect(output).toContainText("paid");
  await expectAccessible(page);
});
