import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { ownerState } from "./support/owner.ts";

test.use({ storageState: ownerState });

test("the command palette opens by its key or the search, finds pages and workflows, and goes there", async ({
  page,
}) => {
  await page.goto("/runs");
  await page.getByRole("button", { name: /^Search/ }).click();
  const field = page.getByPlaceholder("Find a page, a workflow or an action");
  await expect(field).toBeFocused();
  await expectAccessible(page);
  // What arrives later stands below the line that Enter takes.
  await expect(page.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("option").first()).toHaveText("Workflows");
  await field.fill("create a work");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/workflows\/wf_/);

  await page.keyboard.press("ControlOrMeta+k");
  await field.fill("settings");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings/);

  const made = await page.request.post("/api/v1/knowledge-bases", {
    data: { name: "Looms and shuttles", model: "demo/embedder" },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await page.keyboard.press("ControlOrMeta+k");
  await field.fill("shuttles");
  await expect(page.getByRole("option", { name: "Looms and shuttles" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/knowledge\/kb_/);

  await page.keyboard.press("ControlOrMeta+k");
  await field.fill("zzzz");
  await expect(page.getByText("Nothing is called that.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
});

test("on an open workflow the palette offers its nodes and acts", async ({ page }) => {
  await page.goto("/workflows");
  await page.keyboard.press("ControlOrMeta+k");
  const field = page.getByPlaceholder("Find a page, a workflow or an action");
  await field.fill("sample order");
  await page.getByRole("option", { name: /New from sample: Order webhook/ }).click();
  await expect(page).toHaveURL(/\/workflows\/wf_/);
  await expect(page.locator(".react-flow__node").first()).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await field.fill("look up stock");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Request" })).toHaveText(/stock/);
});
