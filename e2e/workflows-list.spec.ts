import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

/** Makes a workflow with the one button and names it in the list. */
async function makeWorkflow(page: Page, name: string): Promise<void> {
  await page.goto("/workflows");
  const button = page.getByRole("button", { name: /^(New( workflow)?|Start with an empty canvas)$/ });
  await button.click();
  await expect(page).toHaveURL(/\/workflows\/wf_/);
  await page.goto("/workflows");
  await page.getByRole("button", { name: "More for New workflow" }).first().click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
}

test("a workflow is made, named, found, copied and deleted", async ({ page }) => {
  await makeWorkflow(page, "Weekly stock digest");
  await expectAccessible(page);

  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: "Search by name" })).toBeFocused();
  await page.keyboard.type("stock dig");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await page.keyboard.type("no such thing");
  await expect(page.getByText("No workflow has “no such thing” in its name.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Show all workflows" }).click();

  await page.getByRole("button", { name: "More for Weekly stock digest" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  const copy = page.getByRole("link", { name: "Weekly stock digest (copy)" });
  await expect(copy).toBeVisible();

  await page.getByRole("button", { name: "More for Weekly stock digest (copy)" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(copy).toBeHidden();
  await expect(page.getByRole("link", { name: "Weekly stock digest", exact: true })).toBeVisible();
});

test("a second press while the new workflow opens makes no second one", async ({ page }) => {
  await makeWorkflow(page, "Already there");
  let made = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && new URL(request.url()).pathname === "/api/v1/workflows") made += 1;
  });
  // The page of the new one takes its time.
  await page.route(/\/workflows\/wf_/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  const button = page.getByRole("button", { name: "New workflow", exact: true });
  const answer = page.waitForResponse(/\/api\/v1\/workflows$/);
  await button.click();
  await answer;
  await button.click({ force: true });
  await expect(page).toHaveURL(/\/workflows\/wf_/);
  expect(made).toBe(1);
});

test("any place of a row opens the workflow, and so does the keyboard", async ({ page }) => {
  await makeWorkflow(page, "Opened by its row");
  // The link lies over the whole row: what is pointed at is the place, not the word under it.
  const place = await page
    .getByRole("row", { name: /Opened by its row/ })
    .getByText("Draft")
    .boundingBox();
  if (!place) throw new Error("the row has no status to click on");
  await page.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
  await expect(page).toHaveURL(/\/workflows\/wf_/);
  await page.goto("/workflows");
  await page.getByRole("link", { name: "Opened by its row" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/workflows\/wf_/);
});

test("a list that cannot be loaded says so and can be tried again", async ({ page }) => {
  await page.route("**/api/v1/workflows?*", (route) =>
    route.fulfill({
      status: 409,
      contentType: "application/problem+json",
      body: JSON.stringify({ code: "test", status: 409, detail: "The list is locked.", requestId: "req_1" }),
    }),
  );
  await page.goto("/workflows");
  const alert = page.getByRole("alert").filter({ hasText: "The list could not be loaded" });
  await expect(alert).toContainText("The list is locked. Workflows and their runs are not affected.");
  await expectAccessible(page);
  await page.unroute("**/api/v1/workflows?*");
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeHidden();
});

test("on a phone the menu waits behind a button, and nothing is wider than the screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await makeWorkflow(page, "On the phone");
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.getByRole("button", { name: "Open menu" }).click();
  await page.getByRole("dialog", { name: "Menu" }).getByRole("link", { name: "Runs" }).click();
  await expect(page.getByRole("heading", { name: "Runs" })).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expectAccessible(page);
});

test("a chosen theme is in the page as it comes from the server", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/workflows");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(background).not.toBe(light);
  const response = await page.reload();
  expect(await response?.text()).toMatch(/<html[^>]*data-theme="dark"/);
  expect(await background()).not.toBe(light);
  await expectAccessible(page);

  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitemradio", { name: "System" }).click();
  await expect.poll(background).toBe(light);
});

test("an API key is shown once and can be revoked", async ({ page }) => {
  await page.goto("/settings");
  await expect(page.getByText("Where you are signed in.", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "API keys" }).click();
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Nightly export");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByRole("dialog")).toContainText(/hk_[\w-]{32}/);
  await page.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "Nightly export" });
  await expect(row).toContainText("Expires");
  await row.getByRole("button", { name: "Revoke Nightly export" }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(row).toBeHidden();
});
