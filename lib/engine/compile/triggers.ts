import { isJsonObject } from "../json.ts";
import type { CheckedConfig } from "./config.ts";
import { named, type Problems } from "./problems.ts";
import type { Entry, Shape } from "./shape.ts";

/** Each trigger has a run graph of its own: what a document costs grows with this number. */
const MAX_TRIGGERS = 100;

export function isTrigger({ definition }: Entry): boolean {
  return definition?.trigger !== undefined;
}

/** The triggers that can fire (E14: disabled ones do not). */
export function checkTriggers({ entries }: Shape, configs: readonly CheckedConfig[], problems: Problems): Entry[] {
  const triggers = entries.filter(isTrigger);
  if (triggers.length === 0) {
    problems.error("no_trigger", "Nothing starts this workflow. Add a trigger, such as When called or Webhook.");
  }
  if (triggers.length > MAX_TRIGGERS) {
    const message = `The workflow has ${triggers.length} triggers; ${MAX_TRIGGERS} are possible. Split it into several workflows.`;
    problems.error("too_many_triggers", message);
    return [];
  }
  for (const { node, disabled } of triggers) {
    if (!disabled) continue;
    const message = `${named(node)} is disabled: it does not start anything.`;
    problems.warning("disabled_trigger", message, { nodeId: node.id });
  }
  const active = triggers.filter((entry) => !entry.disabled);
  checkWebhooks(active, configs, problems);
  checkChats(active, problems);
  return active;
}

function checkWebhooks(triggers: readonly Entry[], configs: readonly CheckedConfig[], problems: Problems): void {
  const taken = new Map<string, Entry>();
  for (const entry of triggers) {
    if (entry.definition?.trigger !== "webhook") continue;
    for (const address of addressesOf(configs[entry.index]?.parsed)) {
      const other = taken.get(address);
      if (!other) taken.set(address, entry);
      else if (other !== entry) {
        const message = `${named(entry.node)} and ${named(other.node)} both answer ${address}. Choose another path or method.`;
        problems.error("duplicate_webhook", message, { nodeId: entry.node.id, field: "path" });
      }
    }
  }
}

/** A chat is named by its workflow: which of two was meant nobody could say. */
function checkChats(triggers: readonly Entry[], problems: Problems): void {
  const [first, ...more] = triggers.filter((entry) => entry.definition?.trigger === "chat");
  for (const { node } of more) {
    const message = `${named(node)} and ${named((first as Entry).node)} would both be this workflow's chat. Keep one of them.`;
    problems.error("duplicate_chat", message, { nodeId: node.id });
  }
}

/** `POST /orders/:`: a method with a path whose parameters may be called anything. */
function addressesOf(config: unknown): string[] {
  if (!isJsonObject(config)) return [];
  const { path, methods } = config;
  if (typeof path !== "string" || !Array.isArray(methods)) return [];
  const pattern = path
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => (segment.startsWith(":") ? ":" : segment));
  return [...new Set(methods.filter((method) => typeof method === "string"))].map(
    (method) => `${method} /${pattern.join("/")}`,
  );
}
