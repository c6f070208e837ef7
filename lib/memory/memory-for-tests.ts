import type { Memory } from "./step-memory.ts";

interface Held {
  summary: string;
  upTo: number;
  exchanges: { place: number; saidBy: string; asked: string; answered: string }[];
}

/** A memory of one process, for tests of what uses one. */
export function memoryForTests(): Memory & { held: Map<string, Held> } {
  const held = new Map<string, Held>();
  let place = 0;
  return {
    held,
    async recall({ runId, nodePath }, key, most) {
      const { summary = "", upTo = 0, exchanges = [] } = held.get(key) ?? {};
      const known = exchanges.filter((one) => one.place > upTo && one.saidBy !== `${runId}/${nodePath}`);
      return { summary, exchanges: known.slice(-most).map(({ saidBy: _, ...said }) => said) };
    },
    async keep({ runId, nodePath }, key, said, summary) {
      const saidBy = `${runId}/${nodePath}`;
      const before = held.get(key) ?? { summary: "", upTo: 0, exchanges: [] };
      const own = before.exchanges.find((one) => one.saidBy === saidBy);
      if (own) Object.assign(own, said);
      else before.exchanges.push({ place: ++place, saidBy, ...said });
      held.set(key, summary ? { ...before, summary: summary.text, upTo: summary.upTo } : before);
    },
  };
}
