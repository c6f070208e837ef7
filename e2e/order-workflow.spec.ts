import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { addAfter } from "./support/add-after.ts";
import { card } from "./support/import-workflow.ts";
import { ownerState } from "./support/owner.ts";
import { openShop, type Shop } from "./support/shop.ts";

test.use({ storageState: ownerState });

test.describe("an order workflow, made by mouse", () => {
  let shop: Shop;
  test.beforeAll(async () => {
    shop = await openShop();
  });
  test.afterAll(() => shop.close());

  test("is built, published, called with a real order, watched live and reloaded in the middle", async ({
    page,
    request,
  }) => {
    await page.goto("/workflows");
    await page
      .getByRole("button", { name: /Start with an empty canvas|New workflow/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/workflows\/wf_/);

    // webhook → HTTP request → if ─true──> set → respond
    //                            └─false─> respond
    await page.getByRole("button", { name: /^Webhook/ }).click();
    await page.getByRole("textbox", { name: "Path" }).fill("orders");
    await addAfter(page, "Webhook", /^Add after/, "http");
    await page.getByRole("textbox", { name: "Request" }).fill(`${shop.url}/customers`);
    await addAfter(page, "HTTP request", /^Add after/, "if");
    await page.getByRole("textbox", { name: "Condition" }).fill("{{ http_request.body.tier == 'gold' }}");
    await addAfter(page, "If", /, true$/i, "set fields");
    await page.getByLabel(/^(New field|Field 1)$/).fill("total");
    await page
      .getByRole("textbox", { name: "Value of total" })
      .fill("{{ trigger.body.price * (1 - http_request.body.discount) }}");
    await addAfter(page, "Set fields", /^Add after/, "respond");
    await page.getByRole("textbox", { name: "Body" }).fill("{{ set_fields }}");
    await expect(page.getByText("Saved")).toBeVisible();
    await expectAccessible(page);

    await page.getByRole("button", { name: "Publish…" }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Publish/ })
      .click();
    await expect(page.getByText("/api/webhooks/orders")).toBeVisible();
    await page
      .getByRole("button", { name: /Done|Close/ })
      .first()
      .click();

    // The outside world sends an order.
    shop.hold();
    const answer = request.post("/api/webhooks/orders", { data: { price: 50, order: 48213 } });
    await page.getByRole("tab", { name: "Runs" }).click();
    await page
      .getByRole("link", { name: /Running/ })
      .first()
      .click();
    await expect(card(page, "HTTP request")).toContainText("Running");

    // A reload in the middle loses nothing.
    await page.reload();
    await expect(card(page, "HTTP request")).toContainText("Running");
    shop.release();
    expect(await (await answer).json()).toEqual({ total: 40 });
    await expect(card(page, "Respond")).toContainText(/ms/);
    await expect(page.getByText(/Done/).first()).toBeVisible();
    expect(shop.calls).toEqual(["/customers"]);
  });
});
