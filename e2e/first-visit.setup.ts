import { expect, test as setup } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { owner, ownerState } from "./support/owner.ts";

setup("the first visit makes the owner, who can sign out and in again", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Who looks after this instance?" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await expect(page.getByText(/Too short/)).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Create owner" }).click();
  await expect(page.getByRole("heading", { name: "Make the first workflow" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: owner.name }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("do not go together")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/workflows$/);
  await page.context().storageState({ path: ownerState });
});
