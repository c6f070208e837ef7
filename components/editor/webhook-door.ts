import type { DocumentNode } from "#lib/engine/document.ts";

/** What a webhook trigger is called by, as its settings stand on the screen. */
export function webhookDoor(config: DocumentNode["config"]): { methods: string; path: string } {
  return {
    methods: Array.isArray(config.methods) && config.methods.length > 0 ? config.methods.join(", ") : "POST",
    path: typeof config.path === "string" ? config.path.replace(/^\/+|\/+$/g, "") : "",
  };
}
