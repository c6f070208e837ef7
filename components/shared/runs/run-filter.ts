import type { Run } from "#lib/api/contracts/runs.ts";

/** Which runs a list shows. It lives in the address, so that a narrowed list can be sent to somebody. */
export interface RunFilter {
  workflow: string | null;
  states: readonly Run["state"][];
  triggers: readonly Run["triggerType"][];
  /** A stretch that moves with the clock. */
  within: Within | null;
  /** Days, `2026-11-25`, both of them counted in; instead of `within`. */
  from: string | null;
  to: string | null;
}

export const withinMs = { "1h": 3_600_000, "24h": 86_400_000, "7d": 7 * 86_400_000, "30d": 30 * 86_400_000 } as const;
export type Within = keyof typeof withinMs;

const states: readonly Run["state"][] = [
  "queued",
  "running",
  "waiting",
  "compensating",
  "completed",
  "failed",
  "cancelled",
];
const triggers: readonly Run["triggerType"][] = ["manual", "webhook", "schedule", "chat", "rerun"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const noFilter: RunFilter = { workflow: null, states: [], triggers: [], within: null, from: null, to: null };

/** What an address says; words it does not know are passed over. */
export function filterOf(params: Pick<URLSearchParams, "get">): RunFilter {
  const words = <T extends string>(name: string, known: readonly T[]) => {
    const given = params.get(name)?.split(",") ?? [];
    return known.filter((word) => given.includes(word));
  };
  const within = params.get("within");
  const day = (name: string) => {
    const text = params.get(name);
    return text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
  };
  const workflow = params.get("workflow");
  return {
    workflow: workflow !== null && /^wf_[0-9a-z]{26}$/.test(workflow) ? workflow : null,
    states: words("state", states),
    triggers: words("trigger", triggers),
    within: within !== null && Object.hasOwn(withinMs, within) ? (within as Within) : null,
    from: day("from"),
    to: day("to"),
  };
}

/** The address's part that says it: `?state=failed&within=24h`, "" for everything. */
export function addressOf(filter: RunFilter): string {
  const params = new URLSearchParams();
  if (filter.workflow) params.set("workflow", filter.workflow);
  if (filter.states.length > 0) params.set("state", filter.states.join(","));
  if (filter.triggers.length > 0) params.set("trigger", filter.triggers.join(","));
  if (filter.within) params.set("within", filter.within);
  if (filter.from) params.set("from", filter.from);
  if (filter.to) params.set("to", filter.to);
  const text = params.toString().replaceAll("%2C", ",");
  return text === "" ? "" : `?${text}`;
}

/** What the API is asked for. Days are those of whoever looks. */
export function queryOf(filter: RunFilter, now: number) {
  const midnight = (day: string, plus: number) => {
    const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
    return new Date(year, month - 1, date + plus).toISOString();
  };
  const since = filter.within ? new Date(now - withinMs[filter.within]).toISOString() : null;
  const from = since ?? (filter.from ? midnight(filter.from, 0) : null);
  return {
    ...(filter.workflow && { workflow: filter.workflow }),
    ...(filter.states.length > 0 && { state: filter.states.join(",") }),
    ...(filter.triggers.length > 0 && { trigger: filter.triggers.join(",") }),
    ...(from && { since: from }),
    ...(filter.to && !filter.within && { until: midnight(filter.to, 1) }),
  };
}

export function isFiltered(filter: RunFilter): boolean {
  return addressOf(filter) !== "";
}
