import { createRedisLink, type RedisLink } from "../redis/redis-link.ts";
import { type RedisServer, startRedisServer } from "./redis-server.ts";
import { type BridgeOptions, startUpstashBridge, type UpstashBridge } from "./upstash-bridge.ts";

/** A Redis with its REST bridge, and ways to it as processes have them. */
export interface TestRedis {
  server: RedisServer;
  bridge: UpstashBridge;
  /** One more process's link; closed with the rest. Its lines go to `said`. */
  link(): RedisLink;
  said: string[];
  close(): Promise<void>;
}

export async function startTestRedis(options: BridgeOptions = {}): Promise<TestRedis> {
  const server = await startRedisServer();
  const bridge = await startUpstashBridge(server.port, options);
  const links: RedisLink[] = [];
  const said: string[] = [];
  return {
    server,
    bridge,
    said,
    link() {
      const { url, token } = bridge;
      const made = createRedisLink({ url, token, namespace: "heddle:test", log: (line) => void said.push(line) });
      links.push(made);
      return made;
    },
    async close() {
      for (const link of links) link.close();
      await bridge.close();
      await server.kill();
    },
  };
}
