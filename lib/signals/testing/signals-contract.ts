import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Signals } from "../signals.ts";

/** Two processes that share whatever the adapter goes over. */
export interface SignalsHarness {
  here: Signals;
  there: Signals;
  close(): Promise<void>;
}

export interface Heard {
  seqs: (number | null)[];
  /** Resolves once `seq` was heard. */
  next(seq: number | null): Promise<void>;
  stop(): void;
}

export function listenTo(signals: Signals, topic: string): Heard {
  const seqs: (number | null)[] = [];
  const waiting = new Set<() => void>();
  const stop = signals.subscribe(topic, (seq) => {
    seqs.push(seq);
    for (const look of waiting) look();
  });
  return {
    seqs,
    stop,
    next: (seq) =>
      new Promise((resolve) => {
        const look = () => {
          if (!seqs.includes(seq)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

/** What every way to signal must do. */
export function signalsContract(name: string, open: () => Promise<SignalsHarness>): void {
  describe(`signals contract: ${name}`, () => {
    let harness: SignalsHarness;
    let topics = 0;
    const topic = () => `run:${name.replace(/\W/g, "_")}_${++topics}`;
    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness.close());

    test("what one process publishes is heard by the others and by itself, topic by topic", async () => {
      const [mine, other] = [topic(), topic()];
      const there = listenTo(harness.there, mine);
      const here = listenTo(harness.here, mine);
      const elsewhere = listenTo(harness.there, other);
      await Promise.all([there.next(null), here.next(null), elsewhere.next(null)]);
      harness.here.publish(mine, 7);
      await Promise.all([there.next(7), here.next(7)]);
      harness.here.publish(other, 8);
      await elsewhere.next(8);
      expect(elsewhere.seqs.filter((seq) => seq !== null)).toEqual([8]);
      expect(there.seqs.filter((seq) => seq !== null)).toEqual([7]);
      for (const heard of [there, here, elsewhere]) heard.stop();
    });

    test("what is published together is one signal, with the highest number", async () => {
      const both = [topic(), topic()] as const;
      const heard = both.map((each) => listenTo(harness.there, each));
      await Promise.all(heard.map((each) => each.next(null)));
      for (const seq of [3, 5, 4]) for (const each of both) harness.here.publish(each, seq);
      await Promise.all(heard.map((each) => each.next(5)));
      harness.here.publish(both[0], 6);
      harness.here.publish(both[1], 6);
      await Promise.all(heard.map((each) => each.next(6)));
      for (const each of heard) {
        expect(each.seqs.filter((seq) => seq !== null)).toEqual([5, 6]);
        each.stop();
      }
    });

    test("who has stopped listening hears no more, those who go on do", async () => {
      const mine = topic();
      const [gone, stays] = [listenTo(harness.there, mine), listenTo(harness.there, mine)];
      await stays.next(null);
      gone.stop();
      gone.stop();
      harness.here.publish(mine, 1);
      await stays.next(1);
      expect(gone.seqs).not.toContain(1);
      stays.stop();
    });

    test("who listens one step above hears of everything there, and what it was about", async () => {
      const above = topic();
      const about: string[] = [];
      const { promise: heard, resolve } = Promise.withResolvers<void>();
      const { promise: opened, resolve: open } = Promise.withResolvers<void>();
      const stop = harness.there.subscribe(`${above}:*`, (seq, each) => {
        if (seq === null) return open();
        about.push(`${each} ${seq}`);
        if (seq === 3) resolve();
      });
      await opened;
      harness.here.publish(`${above}:a`, 1);
      harness.here.publish(`${above}:b`, 2);
      harness.here.publish(above, 7);
      harness.here.publish(`${above}:b:deeper`, 8);
      harness.here.publish(`${above}:c`, 3);
      await heard;
      expect(about).toEqual([`${above}:a 1`, `${above}:b 2`, `${above}:c 3`]);
      stop();
    });

    test("a line that nobody held for a while is opened again", async () => {
      for (const seq of [1, 2]) {
        const mine = topic();
        const heard = listenTo(harness.there, mine);
        await heard.next(null);
        harness.here.publish(mine, seq);
        await heard.next(seq);
        heard.stop();
      }
    });

    test("a thousand topics at once all arrive", async () => {
      const names = Array.from({ length: 1_000 }, () => topic());
      const heard = names.map((each) => listenTo(harness.there, each));
      await Promise.all(heard.map((each) => each.next(null)));
      for (const [index, each] of names.entries()) harness.here.publish(each, index);
      await Promise.all(heard.map((each, index) => each.next(index)));
      for (const each of heard) each.stop();
    });

    test("closing sends what is waiting; after it nothing is sent and nothing throws", async () => {
      const mine = topic();
      const last = await open();
      const heard = listenTo(last.there, mine);
      await heard.next(null);
      last.here.publish(mine, 9);
      await last.here.close();
      await heard.next(9);
      last.here.publish(mine, 10);
      last.there.publish(mine, 11);
      await heard.next(11);
      expect(heard.seqs).not.toContain(10);
      await last.close();
    });
  });
}
