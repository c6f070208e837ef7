/** Bodies that show more than the least an operation takes, by the operation's name. A test parses each one. */
export const bodyExamples: Readonly<Record<string, unknown>> = {
  setUp: {
    email: "marta@brightwater.example",
    name: "Marta Kowalczyk",
    password: "thread-through-an-eye",
  },
  updateMe: { name: "Marta Kowalczyk" },
  changePassword: { current: "thread-through-an-eye", next: "a-heddle-has-two-ends" },
  updateWorkspace: { timezone: "Europe/Brussels" },
  updateWorkflow: { name: "Ticket triage" },
  patchDocument: {
    diff: {
      nodes: [
        {
          id: "n_wait",
          added: { id: "n_wait", key: "wait", type: "control.delay", version: 1, config: { duration: "5s" } },
        },
      ],
      edges: [],
      settings: [],
    },
  },
  publishWorkflow: { note: "Refunds over 250 need a second look" },
  startRun: { input: { order: 48213 }, version: "published" },
  rerunRun: { version: "same" },
  resolveNode: { action: "complete", output: { id: 48213 } },
  createCredential: { name: "Help desk", type: "bearer", values: { token: "…" } },
  testNewCredential: { type: "bearer", values: { token: "…", testUrl: "https://api.example.com/me" } },
  updateCredential: { values: { token: "…" } },
  testCredential: { values: { token: "…" } },
  createKnowledgeBase: { name: "Handbook", model: "demo/embedder", language: "english" },
  updateKnowledgeBase: { settings: { size: 400, overlap: 40, sectionSize: 1600 } },
  searchKnowledge: { query: "How many days of holiday?", count: 3 },
  importKnowledgeUrl: { url: "https://www.example.com/handbook/leave", metadata: { year: 2026 } },
  createVariable: { name: "tax_rate", value: 0.21 },
  updateVariable: { value: 0.19 },
  createApiKey: { name: "Nightly import", scopes: ["runs:read", "runs:write"] },
};

/** Values for the query string, where an example says more with than without. */
export const queryExamples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  startRun: { wait: "30s" },
  listRuns: { state: "failed,waiting", limit: "20" },
};
