/** A wake-up: something new is to be read about `topic`. */
export interface Signal {
  /** `run:<id>`, or what its users agree on: letters, digits, `_`, `-` and `:`. */
  topic: string;
  /** How far the topic has come, so that whoever has read that far need not read again. */
  seq: number;
}

/**
 * Called for each signal of a topic, and with null when some may have been missed. What it is told is a reason to look
 * into the database, never the news itself.
 */
export type SignalListener = (seq: number | null, topic: string) => void;

/**
 * Wake-ups between the processes that share one database. A signal that gets lost only delays: everybody who waits for
 * one also looks by itself now and then.
 */
export interface Signals {
  /**
   * Tells everybody who listens to the topic, in this process too. Never waits and never throws. What is sent within 25 ms
   * leaves together, each topic once, with its highest number.
   */
  publish(topic: string, seq: number): void;
  /**
   * Listens until the result is called: to a topic, or with `a:b:*` to all that are one step below `a:b`. The listener is
   * also called with null once the line to others is open.
   */
  subscribe(topic: string, listener: SignalListener): () => void;
  /** What works less well than it should, in words for people; null when nothing does. */
  problem(): string | null;
  /** Sends what is waiting, then hangs up. */
  close(): Promise<void>;
}

/** One way for signals to get from process to process. Adapters are `adapters/<technology>-signals.ts`. */
export interface SignalLine {
  /**
   * Sends signals on.
   * @returns false when this line knows that nobody has heard them
   * @throws whatever keeps it from sending
   */
  send(signals: readonly Signal[]): Promise<boolean>;
  /** Opens the line and keeps it open, until `hangUp`. */
  listen(listener: LineListener): SignalListening;
}

export interface LineListener {
  signal(signal: Signal): void;
  /** The line is open (again): what was sent before may have been missed. */
  opened(): void;
}

export interface SignalListening {
  /** Why nothing is heard just now, or null. */
  problem(): string | null;
  hangUp(): Promise<void>;
}
