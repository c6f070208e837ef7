import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { findBrowser } from "../bin/support/browser.mjs";
import { gridDocument } from "./documents.ts";
import { machine } from "./machine.ts";
import { serveStress } from "./reference/serve.ts";
import { API_KEY, newDataDir, removeDataDir, startServer } from "./server.ts";

const NODES = 1_000;
const EDGES = 1_500;
const VIEW = { width: 1440, height: 900 };

interface Row {
  what: string;
  p50: number;
  p95: number;
  /** Tasks over 50 ms on the page's thread, and the longest of them in ms. */
  longTasks?: string;
  bar: string;
}

/** The editor with 1,000 nodes and 1,500 edges, in the production build: opened, moved, typed into, and run through. */
export async function canvas(options: { json: boolean; repeats: number }): Promise<void> {
  const dataDir = newDataDir();
  const server = await startServer(dataDir);
  const browser = await chromium.launch({
    executablePath: process.env.HEDDLE_CHROMIUM ?? (await findBrowser()),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const context = await browser.newContext({ baseURL: server.url, viewport: VIEW });
    const id = await makeWorkflow(server.url);
    await signIn(context);
    const rows: Row[] = [];
    const measured = (row: Row) => {
      rows.push(row);
      console.error(`${row.what}: p50 ${row.p50} ms, p95 ${row.p95} ms`);
    };
    measured(await opening(context, id, options.repeats));
    const page = await open(context, id);
    measured(await gesture(page, "drag of a node", dragNode(10)));
    measured(await gesture(page, "pan", pan));
    await page.keyboard.press("1");
    await settled(page);
    measured(await gesture(page, "pan, all nodes in view", pan));
    measured(await gesture(page, "drag of a node, all in view", dragNode(500)));
    measured(await typing(page));
    measured(await gesture(page, "a run through every node", () => runThrough(page, server.url, id)));
    await page.close();
    for (const row of await reference(context)) measured(row);
    const settings = { machine: machine(), browser: `Chromium ${browser.version()}, software rendering`, NODES, EDGES };
    if (options.json) return console.log(JSON.stringify({ settings, rows }, null, 2));
    console.log(settings);
    console.table(rows);
  } finally {
    await browser.close();
    await server.stop();
    removeDataDir(dataDir);
  }
}

/** The same gestures on xyflow's own nodes and edges, with nothing of ours, to see what is its and what is ours. */
async function reference(context: BrowserContext): Promise<Row[]> {
  const stress = await serveStress();
  try {
    const page = await context.newPage();
    await page.goto(`${stress.url}/?nodes=${NODES}&edges=${EDGES}`);
    await page.locator(".react-flow__node").first().waitFor();
    await settled(page);
    const rows = [await gesture(page, "xyflow alone: pan, all nodes in view", pan)];
    rows.push(await gesture(page, "xyflow alone: drag of a node, all in view", dragNode(500)));
    await page.close();
    return rows.map((row) => ({ ...row, bar: "to compare" }));
  } finally {
    stress.stop();
  }
}

async function makeWorkflow(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/workflows`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "A thousand", document: gridDocument(NODES, EDGES) }),
  });
  if (!response.ok) throw new Error(`the workflow: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

async function signIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill("owner@localhost");
  await page.getByLabel("Password", { exact: true }).fill("thread-through-an-eye");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/workflows$/);
  await page.close();
}

async function open(context: BrowserContext, id: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`/workflows/${id}`);
  await page.locator(".react-flow__node").first().waitFor();
  await settled(page);
  return page;
}

/** Until the page has had nothing to do for half a second. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let calm = 0;
        let last = performance.now();
        const look = (now: number) => {
          calm = now - last < 50 ? calm + (now - last) : 0;
          last = now;
          if (calm > 500) resolve();
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
}

/** From asking for the page to the frame in which cards stand, the browser's cache warm. */
async function opening(context: BrowserContext, id: string, repeats: number): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round <= repeats; round++) {
    const page = await context.newPage();
    await page.goto(`/workflows/${id}`);
    await page.locator(".react-flow__node").first().waitFor();
    const ms = await page.evaluate(
      () => new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))),
    );
    // The first one fills the caches.
    if (round > 0) times.push(ms);
    await page.close();
  }
  return { what: "open, warm cache", p50: percentile(times, 50), p95: percentile(times, 95), bar: "1500 ms" };
}

async function gesture(page: Page, what: string, act: (page: Page) => Promise<void>): Promise<Row> {
  await page.evaluate(() => {
    const seen = { frames: [] as number[], tasks: [] as number[], on: true };
    Object.assign(window, { benchSeen: seen });
    let last = performance.now();
    const frame = (now: number) => {
      seen.frames.push(now - last);
      last = now;
      if (seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
  });
  await act(page);
  const { frames, tasks } = await page.evaluate(() => {
    const { benchSeen } = window as unknown as { benchSeen: { frames: number[]; tasks: number[]; on: boolean } };
    benchSeen.on = false;
    return benchSeen;
  });
  const longTasks = tasks.length === 0 ? "none" : `${tasks.length}, longest ${Math.round(Math.max(...tasks))}`;
  return { what, p50: percentile(frames, 50), p95: percentile(frames, 95), longTasks, bar: "p95 33 ms, no long task" };
}

const dragNode = (at: number) => async (page: Page) => {
  const box = await page.locator(".react-flow__node").nth(at).boundingBox();
  if (!box) throw new Error("no node to drag");
  const [x, y] = [box.x + box.width / 3, box.y + box.height / 4];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 90; step++) {
    await page.mouse.move(x + Math.sin(step / 10) * 160, y + Math.cos(step / 10) * 90);
  }
  await page.mouse.up();
};

async function pan(page: Page): Promise<void> {
  await page.mouse.move(VIEW.width / 2, VIEW.height / 2);
  for (let step = 0; step < 90; step++) await page.mouse.wheel(step < 45 ? 12 : -12, step < 45 ? 18 : -18);
}

/** From a key to the frame that shows it, without the wait for the screen: what the page itself does. */
async function typing(page: Page): Promise<Row> {
  await page.locator('.react-flow__node[data-id="set_9_9"]').click();
  const field = page.getByRole("textbox", { name: "Value of total" });
  await field.click();
  await settled(page);
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { benchKeys: seen });
    window.addEventListener(
      "keydown",
      () => {
        const began = performance.now();
        // After the key's own work, before the frame: then the frame's work, up to what follows its painting.
        setTimeout(() => {
          const worked = performance.now() - began;
          requestAnimationFrame(() => {
            const drawing = performance.now();
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => void seen.push(worked + performance.now() - drawing);
            port2.postMessage(null);
          });
        });
      },
      { capture: true },
    );
  });
  await page.keyboard.press("End");
  await page.keyboard.type(" + 1".repeat(10), { delay: 60 });
  await settled(page);
  const keys = await page.evaluate(() => (window as unknown as { benchKeys: number[] }).benchKeys);
  return { what: "typing in the inspector", p50: percentile(keys, 50), p95: percentile(keys, 95), bar: "16 ms" };
}

async function runThrough(page: Page, url: string, id: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/workflows/${id}/runs`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ input: { n: 1 }, version: "draft" }),
  });
  if (!response.ok) throw new Error(`the run: ${response.status} ${await response.text()}`);
  const run = ((await response.json()) as { run: { id: string } }).run.id;
  await page.evaluate((runId) => window.history.pushState(null, "", `?run=${runId}`), run);
  await page.getByText(/Done/).first().waitFor();
  await settled(page);
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1);
  return Math.round((sorted[at] ?? Number.NaN) * 10) / 10;
}
