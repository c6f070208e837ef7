import type { RedisLink } from "../../redis/redis-link.ts";
import { readSignals, writeSignals } from "../signal-text.ts";
import type { LineListener, SignalLine, SignalListening } from "../signals.ts";

const MESSAGE_BYTES = 64 * 1024;
/** A stream that died without a word is found out when this process does not hear itself. */
const BEAT_MS = 5_000;
const RETRY_MS = 1_000;
/** A REST proxy that offers no streams may be replaced by one that does. */
const UNKNOWN_RETRY_MS = 60_000;
const BEAT = "beat";

/** Publish and subscribe of Redis, over HTTP. Where nobody could subscribe, PUBLISH says that nobody has heard. */
export function upstashLine(link: RedisLink): SignalLine {
  const channel = `${link.namespace}:signals`;
  return {
    async send(signals) {
      for (const text of writeSignals(signals, MESSAGE_BYTES))
        if ((await link.ask((redis) => redis.publish(channel, text))) === 0) return false;
      return true;
    },
    listen: (listener) => keepListening(link, channel, listener),
  };
}

function keepListening(link: RedisLink, channel: string, listener: LineListener): SignalListening {
  let problem: string | null = "not connected yet";
  let timer: NodeJS.Timeout | undefined;
  let hangUp = () => {};
  let isBeatHeard = true;

  const later = (ms: number, act: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
    timer.unref();
  };
  const again = (reason: string, ms: number) => {
    problem = reason;
    hangUp();
    later(ms, open);
  };
  const beat = () => {
    if (!isBeatHeard) return again("Redis did not send back what was sent to it", 0);
    isBeatHeard = false;
    link.ask((redis) => redis.publish(channel, BEAT)).catch(() => {});
    later(BEAT_MS, beat);
  };
  const open = () => {
    if (!link.isUp) return again(link.problem() ?? "gone", RETRY_MS);
    hangUp = link.subscribe(channel, {
      opened() {
        problem = null;
        isBeatHeard = true;
        listener.opened();
        later(BEAT_MS, beat);
      },
      message(text) {
        if (text === BEAT) isBeatHeard = true;
        else for (const signal of readSignals(text)) listener.signal(signal);
      },
      ended: (reason, isUnknown) => again(reason, isUnknown ? UNKNOWN_RETRY_MS : RETRY_MS),
    });
  };
  open();
  return {
    problem: () => problem,
    async hangUp() {
      clearTimeout(timer);
      hangUp();
    },
  };
}
