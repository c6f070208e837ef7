import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { owner } from "./support/owner.ts";
import { type RunningServer, startServer } from "./support/server.ts";

test.describe.configure({ mode: "serial" });

let empty: RunningServer;
test.beforeAll(async () => {
  empty = await startServer();
});
test.afterAll(() => empty.stop());

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`set-up is accessible, ${colorScheme}, ${viewport.width} wide`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport });
      const page = await context.newPage();
      await page.goto(empty.url);
      await expect(page).toHaveURL(/\/setup$/);
      await expect(page.getByRole("complementary", { name: "This instance" })).toContainText("Built-in PostgreSQL");
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      await context.close();
    });
  }
}

test("the server's word about a field stands at the field", async ({ page }) => {
  await page.goto(`${empty.url}/setup`);
  await page.getByLabel("Your name").fill("   ");
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Create owner" }).click();
  await expect(page.getByLabel("Your name")).toHaveAccessibleDescription("A name is needed.");
  await expect(page.getByLabel("Email")).toHaveValue(owner.email);
});

test("by keyboard alone; afterwards the page is closed", async ({ page }) => {
  await page.goto(`${empty.url}/setup`);
  await page.getByLabel("Your name").focus();
  await page.keyboard.type(owner.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(owner.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(owner.password);
  await expect(page.getByText("Strong.")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Make the first workflow" })).toBeVisible();

  await page.context().clearCookies();
  await page.goto(`${empty.url}/setup`);
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("signing in leads back to the page that asked for it, and nowhere else", async ({ page }) => {
  const enter = async () => {
    await page.getByLabel("Email").fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await page.goto(`${empty.url}/settings/api-keys`);
  await expect(page.getByText("Then you go on to where you wanted to be.")).toBeVisible();
  await enter();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expectAccessible(page);

  await page.context().clearCookies();
  await page.goto(`${empty.url}/sign-in?next=${encodeURIComponent("//evil.example/")}`);
  await enter();
  await expect(page).toHaveURL(`${empty.url}/workflows`);
});

test("pages carry a policy with a nonce of their own, and keep out of frames", async ({ page }) => {
  const policies: string[] = [];
  for (const path of ["/sign-in", "/sign-in"]) {
    const response = await page.goto(empty.url + path);
    const headers = response?.headers() ?? {};
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["referrer-policy"]).toBe("strict-origin-when-cross-origin");
    // Over plain http it would lock out whoever has no certificate.
    expect(headers["strict-transport-security"]).toBeUndefined();
    policies.push(headers["content-security-policy"] ?? "");
  }
  for (const policy of policies) {
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  }
  expect(policies[0]).not.toBe(policies[1]);
});
