import type { Json } from "../engine/json.ts";

/** What stands where a secret was. */
export const MASK = "•••";
/** Base64 without the characters at its ends that depend on what stands beside. Shorter ones would hit innocent text. */
const MIN_FORM_LENGTH = 8;

/** Replaces secrets in texts, in every form that common encodings give them. */
export class Masker {
  #forms: string[] = [];
  readonly #seen = new Set<string>();

  /** Empty texts are no secrets. */
  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      if (secret === "" || this.#seen.has(secret)) continue;
      this.#seen.add(secret);
      for (const text of [secret, ...decoded(secret)]) this.#forms.push(...formsOf(text));
    }
    // Longest first: a form that holds another goes as a whole.
    this.#forms = [...new Set(this.#forms)].sort((a, b) => b.length - a.length);
  }

  get isIdle(): boolean {
    return this.#forms.length === 0;
  }

  text(value: string): string {
    let masked = value;
    for (const form of this.#forms) if (masked.includes(form)) masked = masked.replaceAll(form, MASK);
    return masked;
  }

  /**
   * A text as it arrives. Only what may be the beginning of a secret is held back, so that a text without one is not delayed;
   * `end` gives what is left.
   */
  textStream(): { push(text: string): string; end(): string } {
    let held = "";
    return {
      push: (text) => {
        held = this.text(held + text);
        const from = this.#beginsSecret(held);
        const ready = held.slice(0, from);
        held = held.slice(from);
        return ready;
      },
      end: () => {
        const rest = held;
        held = "";
        return rest;
      },
    };
  }

  /** Where the shortest beginning of `text` ends that no secret can reach into any more. */
  #beginsSecret(text: string): number {
    const longest = Math.max(0, ...this.#forms.map(({ length }) => length - 1));
    for (let from = Math.max(0, text.length - longest); from < text.length; from += 1) {
      const tail = text.slice(from);
      if (this.#forms.some((form) => form.startsWith(tail))) return from;
    }
    return text.length;
  }

  /** A body as it arrives; it is held back by as much as a secret may still begin in. */
  async *stream(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const forms = this.#forms.map(asLatin1);
    const mask = asLatin1(MASK);
    const held = Math.max(0, ...forms.map(({ length }) => length - 1));
    let rest = "";
    for await (const part of content) {
      // One character a byte, so that texts and pictures alike come out as they went in.
      rest += Buffer.from(part).toString("latin1");
      for (const form of forms) rest = rest.replaceAll(form, mask);
      const ready = rest.length - held;
      if (ready <= 0) continue;
      yield Buffer.from(rest.slice(0, ready), "latin1");
      rest = rest.slice(ready);
    }
    if (rest !== "") yield Buffer.from(rest, "latin1");
  }

  /** The same value where nothing was masked. Names of members are texts too. */
  json<T extends Json>(value: T): T {
    // Texts in it change, its shape does not.
    return this.isIdle ? value : (this.#json(value) as T);
  }

  #json(value: Json): Json {
    if (typeof value === "string") return this.text(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return mapped(value, (item) => this.#json(item));
    let changed = false;
    const entries = Object.entries(value).map(([key, member]): [string, Json] => {
      const entry: [string, Json] = [this.text(key), this.#json(member)];
      changed ||= entry[0] !== key || entry[1] !== member;
      return entry;
    });
    return changed ? Object.fromEntries(entries) : value;
  }
}

function asLatin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function mapped(list: Json[], change: (item: Json) => Json): Json[] {
  let changed = false;
  const items = list.map((item) => {
    const next = change(item);
    changed ||= next !== item;
    return next;
  });
  return changed ? items : list;
}

/** What a secret that was stored URL-encoded reads as once a service has decoded it. */
function decoded(secret: string): string[] {
  try {
    const text = decodeURIComponent(secret);
    return text === secret ? [] : [text];
  } catch {
    return [];
  }
}

/** Plain, as in a URL (both ways), as in JSON, in hexadecimal, and in base64 wherever it may begin in what was encoded. */
function formsOf(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const url = encodeURIComponent(secret);
  const inJson = JSON.stringify(secret).slice(1, -1);
  const encoded = [0, 1, 2]
    .flatMap((offset) => base64Core(bytes, offset))
    .filter((form) => form.length >= MIN_FORM_LENGTH);
  return [
    secret,
    url,
    url.replaceAll("%20", "+"),
    new URLSearchParams([["", secret]]).toString().slice(1),
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...encoded,
  ];
}

/** The part of the base64 that the secret alone decides, when `offset` bytes stand before it; both alphabets. */
function base64Core(bytes: Uint8Array, offset: number): string[] {
  const padded = new Uint8Array(offset + bytes.length);
  padded.set(bytes, offset);
  const text = btoa(Array.from(padded, (byte) => String.fromCharCode(byte)).join(""));
  const begin = Math.ceil((offset * 8) / 6);
  const end = Math.floor((padded.length * 8) / 6);
  const core = text.slice(begin, end);
  return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
}
