import { parseJson } from "../../engine/parse-json.ts";
import type { RedisLink } from "../../redis/redis-link.ts";
import type { Cache } from "../cache.ts";

/** @throws in every call, while Redis is gone */
export function createUpstashCache(link: RedisLink): Cache {
  const name = (key: string) => `${link.namespace}:cache:${key}`;
  return {
    async get(key) {
      const text = await link.ask((redis) => redis.get<string>(name(key)));
      return text === null ? undefined : parseJson(text);
    },
    async set(key, value, forMs) {
      const px = Math.max(1, Math.round(forMs));
      await link.ask((redis) => redis.set(name(key), JSON.stringify(value), { px }));
    },
    async delete(key) {
      await link.ask((redis) => redis.del(name(key)));
    },
  };
}
