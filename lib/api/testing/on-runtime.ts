import { answerInngest } from "../../host/inngest-door.ts";
import { registerWithInngest } from "../../host/register-inngest.ts";
import { startLoopbackServer } from "../../outbound/testing.ts";
import { until } from "../../runs/testing/harness.ts";
import { type InngestServer, startInngestServer } from "../../testing/inngest-server.ts";
import { startTestApi, type TestApi } from "./test-api.ts";

export const RUNTIMES = ["embedded", "inngest"] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

const KEYS = { INNGEST_SIGNING_KEY: "signkey-test-0123456789abcdef", INNGEST_EVENT_KEY: "test" };

/** The whole product with its runs driven by one runtime or the other: what a suite says holds on both. */
export async function startTestApiOn(runtime: RuntimeName, more: Record<string, string> = {}): Promise<TestApi> {
  if (runtime === "embedded") return startTestApi(more);
  const standIn = await startInngestServer({ signingKey: KEYS.INNGEST_SIGNING_KEY });
  const api = await startTestApi({
    HEDDLE_RUNTIME: "inngest",
    INNGEST_BASE_URL: standIn.url,
    ...KEYS,
    ...more,
  });
  const closeDoor = await openDoor(api, standIn);
  return {
    ...api,
    async close() {
      await standIn.close();
      await closeDoor();
      await api.close();
    },
  };
}

/** Opens the address that the stand-in enters functions by, and makes it known there. */
async function openDoor({ host }: TestApi, standIn: InngestServer): Promise<() => Promise<void>> {
  const { inngest } = host;
  if (!inngest) throw new Error("This host has no door for Inngest.");
  const door = await startLoopbackServer((request, response) => answerInngest(inngest, request, response));
  const stop = registerWithInngest(inngest, door.origin, () => {});
  await until(() => standIn.registrations > 0, "the functions are registered");
  return async () => {
    await stop();
    await door.close();
  };
}
