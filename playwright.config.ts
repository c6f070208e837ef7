import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "./bin/support/browser.mjs";

const browser = process.env.HEDDLE_CHROMIUM ?? (await findBrowser());
// Workers read this file again: the search is done once.
if (browser !== undefined) process.env.HEDDLE_CHROMIUM = browser;

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/support/global-setup.ts",
  outputDir: "test-results/e2e",
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    baseURL: process.env.HEDDLE_E2E_URL,
    // Recording every step takes a fifth of the time; a picture of the end usually tells enough.
    trace: process.env.HEDDLE_E2E_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: browser,
      // No sandbox: as root there is none. The rest keeps a browser without network from asking for it.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "first visit", testMatch: "first-visit.setup.ts" },
    { name: "chromium", testMatch: "**/*.spec.ts", dependencies: ["first visit"] },
  ],
});
