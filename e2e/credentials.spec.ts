import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const TOKEN = "right-token-of-the-shop";

/** A service that lets in whoever has the token, and repeats what it was sent. */
async function openGuardedShop() {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
    response.writeHead(isKnown ? 200 : 401, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ hello: isKnown ? "friend" : "stranger", you: request.headers.authorization ?? null }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("U33 a credential is made in place, tested, used by a request, and its secret is nowhere to be seen", async ({
  page,
}) => {
  const shop = await openGuardedShop();
  await page.goto("/credentials");
  await expect(page.getByRole("heading", { name: /^Credentials/ })).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press("ControlOrMeta+k");
  await page.getByPlaceholder("Find a page, a workflow or an action").fill("create a work");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/workflows\/wf_/);
  await page.getByRole("button", { name: /^When called/ }).click();
  await page.locator(".react-flow__node").filter({ hasText: "When called" }).hover();
  await page
    .getByRole("button", { name: /^Add after/ })
    .first()
    .click();
  await page.getByPlaceholder(/Find a node/).fill("http");
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByRole("textbox", { name: "Request" }).fill(`${shop.url}/orders`);

  const settings = page.locator("[data-field=credential]");
  await settings.getByRole("button", { name: "New" }).click();
  const dialog = page.getByRole("dialog", { name: "New credential" });
  await expectAccessible(page);
  await dialog.getByLabel("Name", { exact: true }).fill("Shop");
  await dialog.getByLabel("Token", { exact: true }).fill("wrong-token-of-the-shop");
  await dialog.getByLabel("Address to test with").fill(`${shop.url}/me`);
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByText(/does not accept this credential/)).toBeVisible();
  await dialog.getByLabel("Token", { exact: true }).fill(TOKEN);
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByText(/it works/)).toBeVisible();
  await dialog.getByRole("button", { name: "Store it" }).click();
  await expect(dialog).toBeHidden();
  await expect(settings.getByRole("combobox")).toContainText("Shop");
  await expect(page.getByText("Saved")).toBeVisible();

  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
  const card = page.locator(".node-card").filter({ hasText: "HTTP request" });
  await expect(card).toHaveAttribute("data-status", "done");
  await page.getByRole("tab", { name: "Last run" }).click();
  await expect(page.getByText("friend").first()).toBeVisible();
  await expect(page.getByText("•••").first()).toBeVisible();
  expect(await page.content()).not.toContain(TOKEN);

  await page.goto("/credentials");
  await expect(page.getByText("Shop", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "More for Shop" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("alertdialog").getByText("New workflow")).toBeVisible();
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("button", { name: "More for Shop" }).click();
  await page.getByRole("menuitem", { name: "Change or test" }).click();
  await expect(page.getByLabel("Token, stored")).toBeDisabled();
  expect(await page.content()).not.toContain(TOKEN);
  await shop.close();
});

test("a variable is made, read in an expression with its value in sight, and changed", async ({ page }) => {
  await page.goto("/settings/variables");
  await page.getByRole("button", { name: "New variable" }).click();
  await page.getByLabel("Name", { exact: true }).fill("tax_rate");
  await page.getByText("Number, list, …").click();
  await page.getByLabel("Value", { exact: true }).fill("1.19");
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByText("tax_rate", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press("ControlOrMeta+k");
  await page.getByPlaceholder("Find a page, a workflow or an action").fill("create a work");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^When called/ }).click();
  await page.locator(".react-flow__node").filter({ hasText: "When called" }).hover();
  await page
    .getByRole("button", { name: /^Add after/ })
    .first()
    .click();
  await page.getByPlaceholder(/Find a node/).fill("output");
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByRole("textbox", { name: "Value" }).fill("{{ 100 * vars.tax_rate }}");
  await expect(page.locator("[data-field=value]").getByText("119", { exact: true })).toBeVisible();

  await page.goto("/settings/variables");
  await page.getByRole("button", { name: "More for tax_rate" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByText("No variables yet")).toBeVisible();
});
