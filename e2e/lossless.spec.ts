import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { card, importWorkflow } from "./support/import-workflow.ts";
import { owner, ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

const saved = (page: Page) => page.getByText("Saved", { exact: true });
const label = (page: Page) => page.getByRole("textbox", { name: "Name", exact: true });
const value = (page: Page, field: string) => page.getByRole("textbox", { name: `Value of ${field}` });

/** A workflow of two nodes, open in this page. */
async function openPair(page: Page, name: string): Promise<void> {
  const fields = (text: string) => ({ fields: [{ name: "text", value: text }] });
  await importWorkflow(page, {
    name,
    nodes: [
      { id: "start", key: "start", type: "trigger.manual" },
      { id: "first", key: "first", label: "First", type: "data.set", config: fields("one") },
      { id: "second", key: "second", label: "Second", type: "data.set", config: fields("two") },
    ],
    edges: ["start > first", "first > second"],
  });
}

async function openAlso(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await expect(card(page, "First")).toBeVisible();
  return page;
}

/** Types into the only field of a node, in place of what was there. */
async function write(page: Page, node: string, text: string): Promise<void> {
  await card(page, node).click();
  await value(page, "text").fill(text);
}

async function expectWritten(page: Page, node: string, text: string): Promise<void> {
  await card(page, node).click();
  await expect(value(page, "text")).toHaveText(text);
}

test("U53 two tabs change a workflow at once: both changes hold, and what both changed is asked for", async ({
  page,
  context,
}) => {
  await openPair(page, "Two tabs");
  const other = await openAlso(context, page.url());

  await write(page, "First", "from the first tab");
  await expect(saved(page)).toBeVisible();
  await write(other, "Second", "from the second tab");
  await expect(saved(other)).toBeVisible();
  await expectWritten(other, "First", "from the first tab");

  await write(page, "Second", "mine");
  const dialog = page.getByRole("dialog", { name: "Changed in two places" });
  await expect(dialog).toContainText("from the second tab");
  await expect(dialog).toContainText("mine");
  await expectAccessible(page);
  await dialog.getByRole("radio", { name: "Mine" }).click();
  await dialog.getByRole("button").last().click();
  await expect(dialog).toBeHidden();
  await expect(saved(page)).toBeVisible();
  const later = await openAlso(context, page.url());
  await expectWritten(later, "Second", "mine");
  await expectWritten(later, "First", "from the first tab");
});

test("U54 unsent edits come back after a reload, and after the tab has crashed", async ({ page, context }) => {
  await openPair(page, "Reloaded");
  const address = page.url();
  await write(page, "First", "just before the reload");
  await page.reload();
  await expectWritten(page, "First", "just before the reload");
  await expect(saved(page)).toBeVisible();

  await page.route("**/api/v1/workflows/*/document", (route) =>
    route.request().method() === "PATCH" ? route.abort() : route.fallback(),
  );
  await write(page, "Second", "never sent");
  await expect(page.getByText("Offline, kept here")).toBeVisible();
  // A tab that crashes sends nothing on its way out, so what the server holds is the old one.
  await page.goto("chrome://crash").catch(() => {});
  const [id] = /wf_\w+/.exec(address) ?? [];
  const held = await context.request.get(`/api/v1/workflows/${id}/document`);
  expect(await held.text()).toContain('"two"');
  expect(await held.text()).not.toContain("never sent");

  const next = await openAlso(context, address);
  await expectWritten(next, "Second", "never sent");
  await expect(saved(next)).toBeVisible();
  await expect
    .poll(async () => (await context.request.get(`/api/v1/workflows/${id}/document`)).text())
    .toContain("never sent");
});

test("U54 what an earlier version of this page has kept unsent comes back too", async ({ page, context }) => {
  await openPair(page, "Kept before");
  const address = page.url();
  await page.route("**/api/v1/workflows/*/document", (route) =>
    route.request().method() === "PATCH" ? route.abort() : route.fallback(),
  );
  await write(page, "First", "kept before");
  await expect(page.getByText("Offline, kept here")).toBeVisible();
  await page.goto("chrome://crash").catch(() => {});

  const next = await context.newPage();
  await next.goto("/workflows");
  // Then the document lay in the very record of the diff.
  const moved = await next.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open("keyval-store"));
    const store = database.transaction("keyval", "readwrite").objectStore("keyval");
    const keys = (await settled(store.getAllKeys())).map(String);
    const bases = keys.filter((key) => key.startsWith("heddle:unsent:") && key.endsWith("/base"));
    for (const key of bases) {
      const own = key.slice(0, -"/base".length);
      const base = await settled(store.get(key));
      await settled(store.put({ ...(await settled(store.get(own))), base }, own));
      await settled(store.delete(key));
    }
    database.close();
    return bases.length;
  });
  expect(moved).toBe(1);
  await next.goto(address);
  await expectWritten(next, "First", "kept before");
  await expect(saved(next)).toBeVisible();
});

test("U55 what is edited offline is kept and told, and saved when the net is back", async ({ page, context }) => {
  await openPair(page, "In the train");
  await context.setOffline(true);
  await write(page, "First", "written offline");
  await expect(page.getByText("Offline, kept here")).toBeVisible();
  await card(page, "Second").click();
  await label(page).fill("Renamed offline");
  await page.keyboard.press("Enter");
  await expect(card(page, "Renamed offline")).toBeVisible();
  await context.setOffline(false);
  await expect(saved(page)).toBeVisible();

  const later = await openAlso(context, page.url());
  await expectWritten(later, "First", "written offline");
  await expect(card(later, "Renamed offline")).toBeVisible();
});

test("U56 when the session is over one signs in beside the workflow, and nothing typed is lost", async ({
  page,
  context,
}) => {
  await openPair(page, "Signed out");
  await context.clearCookies();
  await write(page, "First", "typed after the end");
  await expect(page.getByText("Signed out, kept here")).toBeVisible();

  const opened = context.waitForEvent("page");
  await page.getByRole("status").getByRole("link", { name: "Sign in" }).click();
  const door = await opened;
  await door.getByLabel("Email").fill(owner.email);
  await door.getByLabel("Password", { exact: true }).fill(owner.password);
  await door.getByRole("button", { name: "Sign in" }).click();
  await door.waitForURL(/\/workflows$/);
  await door.close();

  await card(page, "Second").click();
  await value(page, "text").fill("typed afterwards");
  await expect(saved(page)).toBeVisible();
  const later = await openAlso(context, page.url());
  await expectWritten(later, "First", "typed after the end");
  await expectWritten(later, "Second", "typed afterwards");
});
