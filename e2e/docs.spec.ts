import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";

/** What the browser complains about: a script or style that the page's policy forbids would be among it. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return complaints;
}

const search = (page: Page) => page.getByPlaceholder("Search the documentation");

test("somebody without an account reads the documentation, and finds things in it", async ({ page }) => {
  const complaints = complaintsOf(page);
  await page.goto("/docs");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How Heddle works");
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();

  await page.getByRole("button", { name: /^Search guides/ }).click();
  await expect(search(page)).toBeFocused();
  await search(page).fill("zzzz");
  await expect(page.getByText("Nothing says “zzzz”.")).toBeVisible();
  await search(page).fill("webhook signature");
  await expect(page.getByRole("option").filter({ hasText: "Webhooks" }).first()).toBeVisible();
  await search(page).fill("start a run");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/docs\/api\/runs#startRun$/);
  await expect(page.getByRole("heading", { name: /^Start a run/ })).toBeInViewport();

  await page.keyboard.press("ControlOrMeta+k");
  await search(page).fill("http request");
  await page.getByRole("option").filter({ hasText: "Node" }).first().click();
  await expect(page).toHaveURL(/\/docs\/nodes\/http\.request$/);
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(search(page)).toBeHidden();
  expect(complaints).toEqual([]);
});

test("a request of the reference is copied with the instance's address, and works as it is", async ({
  page,
  context,
  request,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/api");
  const filter = page.getByRole("textbox", { name: "Filter operations" });
  await filter.fill("setup get");
  await expect(page.getByText(/^1 of \d+ operations$/)).toBeVisible();
  await expect(page.getByRole("link", { name: /\/workflows\/\{id\}\/runs/ }).first()).toBeHidden();
  await page.getByRole("link", { name: /Whether the first account/ }).click();
  await expect(page).toHaveURL(/\/docs\/api\/account#getSetup$/);

  const operation = page.getByRole("region", { name: /^Whether the first account/ });
  await expect(operation.getByText("open to everyone")).toBeVisible();
  await operation.getByRole("button", { name: "Copy the request “getSetup”" }).click();
  await expect(operation.getByText("Copied")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const [, address = ""] = /^curl '(.+)'$/.exec(copied) ?? [];
  expect(new URL(address).origin).toBe(new URL(page.url()).origin);
  expect(await (await request.get(address)).json()).toMatchObject({ needed: false });
});

test("an operation unfolds what is inside, and names the scope and the codes", async ({ page }) => {
  await page.goto("/docs/api/runs#startRun");
  const operation = page.getByRole("region", { name: /^Start a run/ });
  await expect(operation.getByText("runs:write")).toBeVisible();
  await expect(operation.getByText("triggerNodeId", { exact: true })).toBeHidden();
  await operation.getByText("18 fields").first().click();
  await expect(operation.getByText("triggerNodeId", { exact: true })).toBeVisible();
  await operation.getByText("When it is refused").click();
  await expect(operation.getByText("queue_full")).toBeVisible();
});

test("nodes and functions are narrowed while one types", async ({ page }) => {
  await page.goto("/docs/nodes");
  await page.getByRole("textbox", { name: "Filter nodes" }).fill("spreadsheet");
  await expect(page.getByText(/^1 of \d+ nodes$/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Triggers" })).toBeHidden();
  await page.getByRole("main").getByRole("link", { name: /^CSV/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "CSV" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Examples" })).toBeVisible();

  await page.goto("/docs/expressions#string-slice");
  await expect(page.locator("#string-slice")).toBeInViewport();
  await expect(page.locator("#string-slice")).toContainText('"42"');
  const filter = page.getByRole("textbox", { name: "Filter functions" });
  await filter.fill("padstart");
  await expect(page.locator("#string-slice")).toBeHidden();
  await filter.press("Escape");
  await expect(page.locator("#string-slice")).toBeVisible();
});

test("an address that names no page says so", async ({ page }) => {
  for (const path of ["/docs/guides/nothing", "/docs/nodes/no.such", "/docs/api/nothing", "/docs/a/b"]) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such page");
  }
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: "See everything there is" }).click();
  await expect(page).toHaveURL(/\/docs$/);
});

const pages = [
  "/docs",
  "/docs/guides/runs",
  "/docs/api",
  "/docs/api/documents",
  "/docs/nodes",
  "/docs/nodes/http.request",
  "/docs/nodes/control.switch",
  "/docs/expressions",
  "/docs/architecture/database",
  "/docs/decisions",
] as const;

for (const path of pages) {
  test(`${path} is accessible in both themes`, async ({ page }) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
  });
}

test("what unfolds and the search are accessible in both themes", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto("/docs/api/variables");
    for (const fold of await page.locator("summary").all()) await fold.click();
    await expectAccessible(page);
    await page.keyboard.press("ControlOrMeta+k");
    await search(page).fill("run");
    await expect(page.getByRole("option").first()).toBeVisible();
    await expectAccessible(page);
  }
});

test("on a phone the menu and the search are behind buttons, and nothing is wider than the screen", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
  await page.getByRole("button", { name: "Open menu" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("link", { name: "Schedules" }).click();
  await expect(page).toHaveURL(/\/docs\/guides\/schedules$/);
  await expect(page.getByRole("dialog")).toBeHidden();
});

test.describe("signed in", () => {
  test.use({ storageState: ownerState });

  test("the documentation is reached from the sidebar and the command palette, and leads back", async ({ page }) => {
    await page.goto("/workflows");
    await page.getByRole("link", { name: "Documentation" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("How Heddle works");
    await page.getByRole("link", { name: "Back to Heddle" }).click();
    await expect(page).toHaveURL(/\/workflows$/);

    await page.keyboard.press("ControlOrMeta+k");
    await page.getByPlaceholder("Find a page, a workflow or an action").fill("padstart");
    await page.getByRole("option", { name: /padStart/ }).click();
    await expect(page).toHaveURL(/\/docs\/expressions#string-padstart$/);
    await expect(page.locator("#string-padstart")).toBeInViewport();
  });

  test("the palette of the canvas and the inspector lead to the page of the node", async ({ page, context }) => {
    await importWorkflow(page, {
      name: `Read about it ${Date.now()}`,
      nodes: [
        { id: "n_start", key: "start", type: "trigger.manual" },
        { id: "n_set", key: "set", type: "data.set", config: { fields: [] } },
      ],
      edges: ["n_start > n_set"],
    });
    await card(page, "Set fields").click();
    await page.getByRole("tab", { name: "Docs" }).click();
    const opened = context.waitForEvent("page");
    await page.getByRole("link", { name: /^Read the docs/ }).click();
    const docs = await opened;
    await expect(docs).toHaveURL(/\/docs\/nodes\/data\.set$/);
    await expect(docs.getByRole("heading", { level: 1, name: "Set fields" })).toBeVisible();
    await docs.close();

    await page.getByRole("button", { name: /^Add(?! after)/ }).click();
    await page.getByPlaceholder("Find a node, or say what it should do").fill("http");
    await expect(page.getByRole("link", { name: "Read the docs", exact: true })).toHaveAttribute(
      "href",
      "/docs/nodes/http.request",
    );
  });
});
