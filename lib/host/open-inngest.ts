import "server-only";
import type { Inngest } from "inngest";
import type pg from "pg";
import type { Env } from "../config/env.ts";
import { createInngestApi } from "../runs/adapters/inngest/inngest-api.ts";
import {
  createInngestRuntime,
  type InngestRuntime,
  type InngestRuntimeOptions,
} from "../runs/adapters/inngest/inngest-runtime.ts";
import { startOutbox } from "../runs/adapters/inngest/outbox.ts";
import { longestTimeout, startReconciler } from "../runs/adapters/inngest/reconciler.ts";
import { INNGEST_OWNER } from "../runs/adapters/postgres/postgres-run-store.ts";
import { createExecutions } from "../runs/executions.ts";
import { isInstanceAlive } from "../runs/instance-lease.ts";
import type { RemoteRuntime } from "../runs/run-service.ts";

/** Where the functions are served. */
export const INNGEST_PATH = "/api/inngest";

/** Inngest's part of a host. */
export interface InngestHost {
  runtime: InngestRuntime;
  /** The SDK's door: registration, introspection, and the requests that enter functions. */
  answer(request: Request): Promise<Response>;
}

export interface OpenInngest {
  host: InngestHost;
  remote: RemoteRuntime;
  close(): Promise<void>;
}

/** What a host has beside the rest when Inngest drives its runs. The SDK is loaded here, and nowhere else before. */
export async function openInngest(
  options: Omit<InngestRuntimeOptions, "executions"> & {
    env: Env;
    /** Name of this process among the instances. */
    owner: string;
    pool: pg.Pool;
    log(line: string): void;
  },
): Promise<OpenInngest> {
  const { env, pool, versions, now, log } = options;
  const [{ createInngestClient }, { allFunctions }, { serve }] = await Promise.all([
    import("#inngest/client.ts"),
    import("#inngest/functions/all.ts"),
    import("inngest/next"),
  ]);
  const client = createInngestClient(clientOptions(env));
  const executions = createExecutions(options.owner, (other) => isInstanceAlive(pool, other));
  const runtime = createInngestRuntime({ ...options, executions });
  const answer = serve({
    client,
    functions: allFunctions(client, () => runtime),
    servePath: INNGEST_PATH,
    ...(serveOrigin(env) === undefined ? {} : { serveOrigin: serveOrigin(env) }),
  });
  const api = createInngestApi(addressOf(client));
  const outbox = startOutbox({ pool, api, log });
  const { nudge } = outbox;
  const timeoutOf = async (versionId: string) => {
    const { graphs } = await versions.get(versionId);
    return longestTimeout([...graphs.values()].flatMap(({ graph }) => graph.nodes));
  };
  const reconciler = startReconciler({ pool, nudge, timeoutOf, now, log });
  return {
    // The SDK's types want Next's own request; what it reads are parts that every Request has.
    host: { runtime, answer: answer as unknown as InngestHost["answer"] },
    remote: { owner: INNGEST_OWNER, nudge, walks: runtime },
    async close() {
      await reconciler.close();
      await outbox.close();
    },
  };
}

/** Where Inngest reaches this process, as far as the environment says. The public address leads to the pages. */
export function serveOrigin(env: Env): string | undefined {
  const address = env.INNGEST_SERVE_ORIGIN ?? (env.HEDDLE_ROLE === "worker" ? undefined : env.HEDDLE_URL);
  return address === undefined ? undefined : new URL(address).origin;
}

/** What the SDK would read from the environment by itself, from the one that this process was started with. */
function clientOptions(env: Env): { baseUrl?: string; eventKey?: string; signingKey?: string; isDev?: boolean } {
  const isDev = env.INNGEST_DEV === undefined ? undefined : (devFlags[env.INNGEST_DEV.toLowerCase()] ?? true);
  const isAddress = isDev === true && /[:.]/.test(env.INNGEST_DEV ?? "");
  const baseUrl = env.INNGEST_BASE_URL ?? (isAddress ? env.INNGEST_DEV : undefined);
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(env.INNGEST_EVENT_KEY === undefined ? {} : { eventKey: env.INNGEST_EVENT_KEY }),
    ...(env.INNGEST_SIGNING_KEY === undefined ? {} : { signingKey: env.INNGEST_SIGNING_KEY }),
    ...(isDev === undefined ? {} : { isDev }),
  };
}

const devFlags: Record<string, boolean> = { "0": false, false: false, "1": true, true: true };

function addressOf(client: Inngest): Parameters<typeof createInngestApi>[0] {
  const origin = (url: string) => url.replace(/\/+$/, "");
  return {
    events: origin(client.eventBaseUrl),
    api: origin(client.apiBaseUrl),
    // A development server takes any key, but wants one in the address.
    eventKey: client.eventKey ?? "dev",
    signingKey: client.signingKey,
    environment: client.env ?? undefined,
  };
}
