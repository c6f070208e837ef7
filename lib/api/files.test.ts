import { afterAll, beforeAll, expect, test } from "vitest";
import { GET } from "../../app/api/v1/files/[id]/route.ts";
import { ask, makeWorkspace, startTestApi, type TestApi, type TestWorkspace } from "./testing/test-api.ts";

let api: TestApi;
let home: TestWorkspace;
beforeAll(async () => {
  api = await startTestApi();
  home = await makeWorkspace(api, "home");
});
afterAll(() => api.close());

async function get(id: string): Promise<Response> {
  return ask(GET, { method: "GET", path: `/api/v1/files/${id}`, params: { id }, headers: await home.key("runs:read") });
}

test("a page somebody uploaded is offered for saving and can do nothing", async () => {
  const page = "<script>alert(document.cookie)</script>";
  const { id, sha256 } = await api.host.files.put(
    home.id,
    { name: "Übersicht.html", mediaType: "text/html" },
    Buffer.from(page),
  );
  const response = await get(id);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/html",
    "content-length": String(page.length),
    "content-disposition": "attachment; filename=\"_bersicht.html\"; filename*=UTF-8''%C3%9Cbersicht.html",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
    etag: `"${sha256}"`,
  });
  expect(await response.text()).toBe(page);
});

test("a large one arrives whole; one that is not there is a 404", async () => {
  const content = Buffer.alloc(3 * 1024 * 1024 + 5, "heddle");
  const { id } = await api.host.files.put(home.id, { name: "a", mediaType: "x/y" }, content);
  expect(Buffer.from(await (await get(id)).arrayBuffer()).equals(content)).toBe(true);
  const missing = await get(`fil_${"0".repeat(26)}`);
  expect([missing.status, (await missing.json()).code]).toEqual([404, "file_not_found"]);
});
