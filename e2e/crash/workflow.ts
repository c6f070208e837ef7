/** Node keys that call the ledger. */
export const callers = ["read", "write", "pay", "last"] as const;

/**
 * order ─┬─> read  (GET: safe)                    ┐
 *        ├─> write (PUT: keyed)                   ├─> all ─> note ─> last (POST: unsafe, asks)
 *        └─> pay   (POST: unsafe, `onUncertain`)  ┘
 */
export function crashDocument(ledger: string, path: string, onUncertain: "retry" | "ask" | "fail") {
  const call = (key: string, method: string, policy: object) => ({
    id: key,
    key,
    type: "http.request",
    version: 1,
    config: { method, url: `${ledger}/{{ run.id }}/${key}` },
    policy: { retry: { attempts: 3, backoff: "fixed", baseMs: 200, maxMs: 200, jitter: false }, ...policy },
  });
  const edge = (source: string, target: string) => ({ id: `${source}_${target}`, source, target });
  return {
    schemaVersion: 1,
    nodes: [
      {
        id: "order",
        key: "order",
        type: "trigger.webhook",
        version: 1,
        config: { path, methods: ["POST"], respond: "immediately" },
      },
      call("read", "GET", {}),
      call("write", "PUT", {}),
      call("pay", "POST", { onUncertain }),
      { id: "all", key: "all", type: "control.join", version: 1, config: { mode: "all" } },
      {
        id: "note",
        key: "note",
        type: "data.set",
        version: 1,
        config: { fields: [{ name: "paid", value: "{{ all.pay.body.key }}" }] },
      },
      call("last", "POST", { onUncertain: "ask" }),
    ],
    edges: [
      edge("order", "read"),
      edge("order", "write"),
      edge("order", "pay"),
      edge("read", "all"),
      edge("write", "all"),
      edge("pay", "all"),
      edge("all", "note"),
      edge("note", "last"),
    ],
  };
}
