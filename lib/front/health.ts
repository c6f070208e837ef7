import type { Host } from "../host/create-host.ts";
import type { DoorResponse } from "./door.ts";

const headers = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

/** The process lives. */
export function healthAnswer(): DoorResponse {
  return { status: 200, headers, body: '{"status":"ok"}' };
}

/** Everything it needs works: 200, else 503 with what is wrong. What it can do without is named, and changes no status. */
export async function readyAnswer(host: Pick<Host, "health">): Promise<DoorResponse> {
  const { parts, degraded } = await host.health();
  const isReady = Object.values(parts).every((problem) => problem === null);
  const body = JSON.stringify({ status: isReady ? "ready" : "not ready", parts, degraded });
  return { status: isReady ? 200 : 503, headers, body };
}
