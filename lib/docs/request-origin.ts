import "server-only";
import { headers } from "next/headers";
import { host } from "../host/host.ts";

/** The instance's address as this reader knows it, for examples that they copy. */
export async function requestOrigin(): Promise<string> {
  const { origin } = host().auth;
  if (origin !== undefined) return origin;
  const sent = await headers();
  const name = sent.get("x-forwarded-host") ?? sent.get("host") ?? "localhost:3000";
  return `${sent.get("x-forwarded-proto")?.split(",")[0] ?? "http"}://${name}`;
}
