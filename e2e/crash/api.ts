/** The API as a program calls it: it plays the outside world and looks at what became of its runs. */
export interface Api {
  post<T>(path: string, body: unknown): Promise<T>;
  get<T>(path: string): Promise<T>;
}

export function apiOf(url: string, key: string): Api {
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", connection: "close" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  };
  return { post: (path, body) => ask("POST", path, body), get: (path) => ask("GET", path) };
}

export interface RunState {
  id: string;
  state: string;
}

export interface JournalEvent {
  type: string;
  /** Milliseconds since the epoch. */
  at: number;
  path?: string;
  kind?: string;
}

export async function allRuns(api: Api): Promise<RunState[]> {
  const runs: RunState[] = [];
  for (let cursor = ""; ; ) {
    const page = await api.get<{ items: RunState[]; nextCursor: string | null }>(
      `/runs?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
    );
    runs.push(...page.items);
    if (!page.nextCursor) return runs;
    cursor = page.nextCursor;
  }
}

export async function journalOf(api: Api, runId: string): Promise<JournalEvent[]> {
  const { entries } = await api.get<{ entries: { event: JournalEvent }[] }>(`/runs/${runId}/journal`);
  return entries.map(({ event }) => event);
}
