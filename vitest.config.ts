import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["**/node_modules/**", ".next/**", ".node/**", "e2e/**"],
    globalSetup: ["db/testing-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    // It imports "next/server" without an extension, which Node itself does not resolve.
    server: { deps: { inline: ["next-auth"] } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
