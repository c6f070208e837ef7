import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow, runDraft } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const set = (id: string, label: string, value: string) => ({
  id,
  key: id,
  label,
  type: "data.set",
  config: { fields: [{ name: "value", value }] },
});

test("U32 tries, waiting and what comes after the last try are set and drawn as a line of tries", async ({ page }) => {
  await importWorkflow(page, {
    name: "Tries",
    nodes: [
      { id: "start", key: "start", type: "trigger.manual" },
      { id: "call", key: "call", label: "Shop", type: "http.request", config: { url: "https://example.com/" } },
    ],
    edges: ["start > call"],
  });
  await card(page, "Shop").click();
  await page.getByRole("button", { name: /^If it fails/ }).click();
  await page.getByRole("textbox", { name: "Tries" }).fill("3");
  await page.getByRole("textbox", { name: "Wait" }).fill("1000");
  await expect(
    page.getByRole("img", { name: /^3 tries: now, then 1 s later, then 2 s later, then fail$/ }),
  ).toBeVisible();
  await page.getByRole("combobox", { name: "After the last try" }).click();
  await page.getByRole("option", { name: "Continue on the error port" }).click();
  await expect(page.getByRole("img", { name: /^3 tries: .*, then go on$/ })).toBeVisible();
  await expect(card(page, "Shop").getByText("error", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await card(page, "Shop").click();
  await expect(page.getByRole("textbox", { name: "Tries" })).toHaveValue("3");
});

test("U34 a run is asked for its input, which is checked and remembered", async ({ page }) => {
  await importWorkflow(page, {
    name: "Asked for",
    nodes: [{ id: "start", key: "start", type: "trigger.manual" }, set("echo", "Echo", "{{ trigger.name }}")],
    edges: ["start > echo"],
  });
  await page.keyboard.press("ControlOrMeta+Enter");
  const dialog = page.getByRole("dialog", { name: "Run the draft" });
  await dialog.getByRole("textbox").fill('{ "name": "Ada" ');
  await expect(dialog.getByRole("textbox")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByRole("button", { name: /^Run/ })).toBeDisabled();
  await dialog.getByRole("textbox").fill('{ "name": "Ada" }');
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page).toHaveURL(/run=run_/);
  await card(page, "Echo").click();
  await page.getByRole("tab", { name: /^Last run/ }).click();
  await expect(page.getByRole("complementary").getByText("Ada").first()).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: /^Run/ }).click();
  await expect(page.getByRole("dialog").getByRole("textbox")).toHaveValue(/"name": "Ada"/);
});

test("U38 U39 a run shows on each card how its node stands, and on each thread how much went along it", async ({
  page,
}) => {
  // start → list → fails ─out──> never ─┐
  //                     └─error─> saved ─┴─> (end)      off: disabled
  await importWorkflow(page, {
    name: "How it stands",
    nodes: [
      { id: "start", key: "start", type: "trigger.manual" },
      { id: "list", key: "list", label: "List", type: "data.template", config: { template: "{{ [1, 2, 3] }}" } },
      {
        id: "fails",
        key: "fails",
        label: "Fails",
        type: "code.javascript",
        config: { code: "throw new Error('no stock left');", input: "{{ input }}" },
        policy: { onError: "port" },
      },
      { ...set("never", "Never", "x"), position: { x: 160, y: 340 } },
      { ...set("rescued", "Rescued", "{{ fails.error.message }}"), position: { x: -160, y: 340 } },
      { ...set("off", "Off", "x"), disabled: true, position: { x: -160, y: 460 } },
    ],
    edges: ["start > list", "list > fails", "fails > never", "fails.error > rescued", "rescued > off"],
  });
  await expect(card(page, "Off")).toContainText("Disabled");
  await runDraft(page);
  await expect(page.getByText(/^Done/).first()).toBeVisible();
  // A failure that was dealt with still shows, with its reason.
  await expect(card(page, "Fails").getByRole("img", { name: "Failed" })).toBeVisible();
  await expect(card(page, "Fails")).toContainText("no stock left");
  await expect(card(page, "Rescued").getByRole("img", { name: "Done" })).toBeVisible();
  await expect(card(page, "Never")).toContainText("Skipped");
  await expect(card(page, "Off")).toContainText("Disabled");
  const thread = (id: string) => page.locator(`.react-flow__edge[data-id="${id}"] .thread`);
  await expect(thread("e_1")).toHaveAttribute("data-state", "taken");
  await expect(thread("e_2")).toHaveAttribute("data-state", "off");
  await expect(thread("e_3")).toHaveAttribute("data-state", "failed");
  await expect(page.locator(".thread-count").first()).toHaveText(/item/);
  await expectAccessible(page);
});
