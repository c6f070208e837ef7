import { startServer } from "./server.ts";

/** One server for all tests. Playwright's workers start after this and inherit the address. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await startServer();
  process.env.HEDDLE_E2E_URL = server.url;
  return () => server.stop();
}
