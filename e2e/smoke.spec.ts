import { expect, test } from "@playwright/test";

test("the page opens in the browser, without an error in its console", async ({ page }) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  const response = await page.goto("/");
  expect(response?.ok()).toBe(true);
  await expect(page).toHaveTitle(/Heddle/);
  await expect(page.getByRole("main")).toBeVisible();
  expect(errors).toEqual([]);
});
