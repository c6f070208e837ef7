import { expect, type Page, test } from "@playwright/test";
import OpenAI from "openai";
import { type ModelServer, startModelServer } from "../lib/testing/model-server.ts";
import { apiOf } from "./crash/api.ts";
import { expectAccessible } from "./support/accessible.ts";
import { importWorkflow, publish } from "./support/import-workflow.ts";
import { callApi } from "./support/in-page.ts";
import { ownerState } from "./support/owner.ts";
import { newDataDir, startServer } from "./support/server.ts";

test.use({ storageState: ownerState });

let models: ModelServer;
test.beforeAll(async () => {
  models = await startModelServer();
});
test.afterAll(() => models.close());

const zips = "Zips on tents and bags are covered for five years from the day of purchase when they fail in normal use.";
const kits = "The Halden series has a two-way zip: send the kit KIT-ZIP-H3, which is mailed at no charge.";

const question = (page: Page) => page.getByRole("textbox", { name: "Your question" });
const answers = (page: Page) => page.getByRole("article", { name: "Answer" });

async function ask(page: Page, text: string): Promise<void> {
  await question(page).fill(text);
  await question(page).press("Enter");
}

async function makeHandbook(page: Page, name: string): Promise<void> {
  await page.goto("/chat");
  const { id } = await callApi<{ id: string }>(page, "POST", "/knowledge-bases", { name, model: "demo/embedder" });
  const file = [
    { name: "Warranty policy.md", text: `# Zips and closures\n\n${zips}\n` },
    { name: "Halden handbook.md", text: `# Zip of the Halden\n\n${kits}\n` },
  ];
  await callApi(page, "POST", `/knowledge-bases/${id}/documents`, { file });
  const states = async () =>
    (await callApi<{ items: { state: string }[] }>(page, "GET", `/knowledge-bases/${id}/documents`)).items.map(
      ({ state }) => state,
    );
  await expect.poll(states).toEqual(["ready", "ready"]);
}

test("a chat is built, published and asked; what it cites opens beside the answer", async ({ page }) => {
  await makeHandbook(page, "Help centre");
  await importWorkflow(page, {
    name: "Support helper",
    nodes: [
      {
        id: "start",
        key: "start",
        type: "trigger.chat",
        config: { greeting: "Ask me about zips and seams.", suggestions: ["Are zips on tents covered?"] },
      },
      {
        id: "find",
        key: "find",
        type: "knowledge.retrieve",
        config: { base: "Help centre", query: "{{ trigger.message }}", count: 2 },
      },
      // The demo model says again what it was asked: the passages, and so their numbers.
      { id: "ask", key: "ask", type: "ai.llm", config: { model: "demo/writer", prompt: "{{ find.text }}" } },
      { id: "reply", key: "reply", type: "control.respond", config: { body: "{{ ask.text }}" } },
    ],
    edges: ["start > find", "find > ask", "ask > reply"],
  });
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByRole("link", { name: "Open the chat" }).click();

  await expect(page.getByText("Ask me about zips and seams.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Are zips on tents covered?" }).click();
  await expect(page).toHaveURL(/\/chat\/cnv_/);
  await expect(page.getByRole("article", { name: "Question" })).toHaveText("Are zips on tents covered?");
  await expect(answers(page)).toContainText("This is the demo model");
  await expect(answers(page).getByText("Find in knowledge")).toBeVisible();
  await answers(page).getByText("Find in knowledge").click();
  await expect(answers(page)).toContainText("2 passages: ");

  await answers(page)
    .getByRole("button", { name: /^Source 1: Warranty policy/ })
    .first()
    .click();
  const source = page.getByRole("region", { name: "Source", exact: true });
  await expect(source.locator("mark").first()).toContainText("Zips on tents and bags are covered");
  await expectAccessible(page);
  await source.getByRole("button", { name: /Halden handbook/ }).click();
  await expect(source.locator("mark").first()).toContainText("two-way zip");
  await source.getByRole("button", { name: "Close" }).click();
  await expect(source).toBeHidden();

  // It stays, here and in the list, which knows it by what was asked.
  await page.reload();
  await expect(answers(page)).toContainText("This is the demo model");
  await page.getByRole("textbox", { name: "Search chats" }).fill("tents");
  const list = page.getByRole("navigation", { name: "Conversations" });
  await expect(list.getByRole("link")).toHaveCount(1);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Zips of tents");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Search chats" }).fill("");
  await expect(list.getByRole("link", { name: /Zips of tents/ })).toHaveAttribute("aria-current", "page");

  await page.goto("/workflows");
  await page
    .getByRole("row", { name: /Support helper/ })
    .getByRole("link", { name: "Chat" })
    .click();
  await expect(page.getByText("Ask me about zips and seams.")).toBeVisible();
});

test("an agent that searches twice cites each passage by a number of its own, and each opens its own", async ({
  page,
}) => {
  await makeHandbook(page, "Help twice");
  await addModels(page, "Twice");
  await importWorkflow(page, {
    name: "Twice",
    nodes: [
      { id: "start", key: "start", type: "trigger.chat" },
      {
        id: "ask",
        key: "ask",
        type: "ai.agent",
        config: {
          model: "Twice/llama",
          prompt: "{{ trigger.message }}",
          tools: [
            {
              kind: "node",
              name: "look_up",
              description: "Finds what the handbook says.",
              type: "knowledge.retrieve",
              config: { base: "Help twice", count: 1 },
              open: [{ field: "query" }],
            },
          ],
        },
      },
    ],
    edges: ["start > ask"],
  });
  await publish(page);
  await openChat(page);
  const lookUp = (query: string) => ({ tools: [{ id: query, name: "look_up", input: { query } }] });
  models.next(lookUp("tents and bags covered for five years"), lookUp("kit of the Halden series"), {
    text: "They are covered [1], and the kit costs nothing [2].",
  });
  await ask(page, "Are zips covered?");
  await expect(answers(page)).toContainText("They are covered");
  const source = page.getByRole("region", { name: "Source", exact: true });
  for (const [number, document, says] of [
    [1, "Warranty policy", "Zips on tents and bags are covered"],
    [2, "Halden handbook", "two-way zip"],
  ]) {
    await answers(page)
      .getByRole("button", { name: `Source ${number}: ${document}` })
      .click();
    await expect(source.locator("mark").first()).toContainText(String(says));
  }
  await expectAccessible(page);
  const opened = page.waitForEvent("popup");
  await source.getByRole("link", { name: "Open the passage in its document" }).click();
  await expect((await opened).getByRole("heading", { name: "Halden handbook" }).first()).toBeVisible();
});

async function addModels(page: Page, name: string): Promise<void> {
  await page.goto("/chat");
  await callApi(page, "POST", "/credentials", {
    name,
    type: "openai-compatible",
    values: { baseUrl: `${models.origin}/v1`, apiKey: "sk-of-the-chat-tests" },
  });
}

/** With the workflow whose page this is. */
async function openChat(page: Page): Promise<void> {
  await page.goto(`/chat?with=${/wf_[0-9a-z]+/.exec(page.url())?.[0]}`);
}

async function makeWriter(page: Page, name: string): Promise<void> {
  await addModels(page, name);
  await importWorkflow(page, {
    name,
    nodes: [
      { id: "start", key: "start", type: "trigger.chat" },
      {
        id: "ask",
        key: "ask",
        type: "ai.llm",
        config: { model: `${name}/llama`, prompt: "{{ trigger.message }}" },
        policy: { retry: { attempts: 1, backoff: "fixed", baseMs: 1, maxMs: 1, jitter: false } },
      },
    ],
    edges: ["start > ask"],
  });
  await publish(page);
  await openChat(page);
}

test("an answer is watched, also after a reload and in another tab, stopped, and asked for again", async ({
  page,
  context,
}) => {
  await makeWriter(page, "Writer");
  models.next({ half: "Once upon a time there was **a lamp**", ends: "silent" });
  await ask(page, "Tell a story");
  await expect(page).toHaveURL(/\/chat\/cnv_/);
  await expect(answers(page)).toContainText("Once upon a time there was a lamp");
  await expect(answers(page).locator("strong")).toHaveText("a lamp");
  await expectAccessible(page);

  await page.reload();
  await expect(answers(page)).toContainText("there was a lamp");
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(answers(other)).toContainText("there was a lamp");

  await page.getByRole("button", { name: "Stop" }).click();
  for (const tab of [page, other]) {
    await expect(answers(tab)).toContainText("You stopped it here.");
    await expect(answers(tab)).toContainText("there was a lamp");
  }

  models.next({ text: "The lamp shone." });
  await answers(page).getByRole("button", { name: "Ask again" }).click();
  for (const tab of [page, other]) await expect(answers(tab)).toContainText("The lamp shone.");
  await expect(page.getByText("2 of 2")).toBeVisible();
  await page.getByRole("button", { name: "Answer before" }).click();
  await expect(answers(page)).toContainText("there was a lamp");
  await expect(page.getByText("1 of 2")).toBeVisible();

  models.next({ status: 401 });
  await ask(other, "And then?");
  for (const tab of [page, other]) await expect(answers(tab).last()).toContainText("The workflow could not answer");
  await expectAccessible(page);
  await answers(page).last().getByRole("link", { name: "See where it failed" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  await other.close();
});

test("what a model writes is shown, and nothing in it is run or loaded", async ({ page }) => {
  await makeWriter(page, "Hostile");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const written = [
    "# A heading",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "1. one\n2. two",
    "```js\nalert(1)\n```",
    "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 2'>",
    "Inline <b onmouseover='window.hurt = 3'>html</b>",
    "![picture](https://elsewhere.example/pixel.png)",
    "[bad](javascript:window.hurt=4) [worse](data:text/html,x) [good](https://good.example/a)",
    "<javascript:window.hurt=5>",
  ].join("\n\n");
  models.next({ text: written });
  await ask(page, "Show me");
  const answer = answers(page);
  await expect(answer.getByRole("link", { name: "good" })).toHaveAttribute("href", "https://good.example/a");
  await expect(answer.getByRole("link", { name: "good" })).toHaveAttribute("rel", /noopener/);
  await expect(answer.getByRole("cell", { name: "2" })).toBeVisible();
  await expect(answer.getByRole("listitem").filter({ hasText: "two" })).toBeVisible();
  await expect(answer.getByRole("button", { name: "Copy code" })).toBeVisible();
  await expect(answer).toContainText("<script>window.hurt = 1</script>");
  await expect(answer).toContainText("Inline <b onmouseover='window.hurt = 3'>html</b>");
  const [scripts, pictures, bad] = await answer.evaluate((element) => [
    element.querySelectorAll("script, iframe, b, [onerror], [onmouseover]").length,
    element.querySelectorAll("img").length,
    [...element.querySelectorAll("a")].filter(({ protocol }) => !/^(https?|mailto):$/.test(protocol)).length,
  ]);
  expect([scripts, pictures, bad]).toEqual([0, 0, 0]);
  expect(asked.filter((url) => url.includes("elsewhere.example"))).toEqual([]);
  expect(await page.evaluate(() => (window as { hurt?: number }).hurt)).toBeUndefined();
  // The same text as markup would have done all of it.
  const positive = await page.evaluate((html) => {
    const box = new DOMParser().parseFromString(html, "text/html");
    return box.querySelectorAll("script, [onerror], [onmouseover]").length;
  }, written);
  expect(positive).toBeGreaterThan(2);
  await expectAccessible(page);
});

test("on a phone the list and the source lie over the chat", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/chat");
  await page.getByRole("button", { name: "Chats" }).click();
  const sheet = page.getByRole("dialog", { name: "Chats" });
  await expect(sheet.getByRole("heading", { name: "Chats" }).first()).toBeAttached();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(question(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await expectAccessible(page);
});

test("programs ask it with OpenAI's client; one that hangs up stops the run", async ({ page, baseURL }) => {
  await makeWriter(page, "As a model");
  const { key } = await callApi<{ key: string }>(page, "POST", "/api-keys", { name: "chat", scopes: ["runs:write"] });
  const client = new OpenAI({ apiKey: key, baseURL: `${baseURL}/api/openai/v1`, maxRetries: 0 });
  const { data } = await client.models.list();
  expect(data.map(({ id }) => id)).toContain("as-a-model");
  const request = { model: "as-a-model", messages: [{ role: "user" as const, content: "Tell a story" }] };

  models.next({ text: "The lamp shone." });
  expect((await client.chat.completions.create(request)).choices[0]?.message.content).toBe("The lamp shone.");

  models.next({ half: "Once upon", ends: "silent" });
  const stream = await client.chat.completions.create({ ...request, stream: true });
  let text = "";
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    if (text === "Once upon") break;
  }
  const newest = async () =>
    (await callApi<{ items: { state: string }[] }>(page, "GET", "/runs?trigger=chat&limit=1")).items[0]?.state;
  await expect.poll(newest).toBe("cancelled");

  models.next({ half: "Once upon", ends: "silent" });
  const gone = new AbortController();
  const whole = client.chat.completions.create(request, { signal: gone.signal });
  whole.catch(() => {});
  await expect.poll(newest).toBe("running");
  gone.abort();
  await expect.poll(newest).toBe("cancelled");
});

const KEY = "hk_chatcrashchatcrashchatcrash01";

test("a question is answered although the server was killed in the middle of its answer", async () => {
  test.setTimeout(180_000);
  const dataDir = newDataDir();
  const env = {
    HEDDLE_OWNER_EMAIL: "owner@localhost",
    HEDDLE_OWNER_PASSWORD: "thread-through-an-eye",
    HEDDLE_OWNER_API_KEY: KEY,
  };
  let server = await startServer(env, dataDir);
  try {
    const api = apiOf(server.url, KEY);
    await api.post("/credentials", {
      name: "Own",
      type: "openai-compatible",
      values: { baseUrl: `${models.origin}/v1`, apiKey: "sk-of-the-killed-server" },
    });
    const nodes = [
      { id: "start", key: "start", type: "trigger.chat", version: 1, config: {} },
      {
        id: "ask",
        key: "ask",
        type: "ai.llm",
        version: 1,
        config: { model: "own/llama", prompt: "{{ trigger.message }}" },
      },
    ];
    const edges = [{ id: "e", source: "start", sourcePort: "out", target: "ask", targetPort: "in" }];
    const { id: workflowId } = await api.post<{ id: string }>("/workflows", {
      name: "Killed",
      document: { schemaVersion: 1, nodes, edges },
    });
    await api.post(`/workflows/${workflowId}/publish`, {});
    const { id } = await api.post<{ id: string }>("/conversations", { workflowId });
    const before = models.requests.length;
    models.next({ half: "Once upon", ends: "silent" });
    await api.post(`/conversations/${id}/messages`, { text: "Tell a story" });
    await expect.poll(() => models.requests.length).toBe(before + 1);
    models.next({ text: "The lamp shone." });
    await server.kill();
    server = await startServer(env, dataDir);
    interface Read {
      turns: { question: string; answers: { state: string; text: string }[] }[];
    }
    await expect
      .poll(async () => (await apiOf(server.url, KEY).get<Read>(`/conversations/${id}`)).turns, { timeout: 90_000 })
      .toMatchObject([{ question: "Tell a story", answers: [{ state: "done", text: "The lamp shone." }] }]);
  } finally {
    await server.stop();
  }
});
