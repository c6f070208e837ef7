const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Prefix per kind of thing, so that an id in a log says what it names. */
export type IdPrefix =
  | "usr"
  | "ses"
  | "ws"
  | "key"
  | "wf"
  | "ver"
  | "chg"
  | "run"
  | "whk"
  | "sch"
  | "ins"
  | "req"
  | "obx"
  | "fil"
  | "crd"
  | "var"
  | "kb"
  | "doc"
  | "chk"
  | "job"
  | "hld"
  | "mem"
  | "cnv"
  | "msg";

/**
 * A new id `<prefix>_<26 characters>`: 48 bits of time (ms) and 80 random bits in Crockford base 32, so that ids made
 * later sort later and land on the right edge of an index.
 */
export function newId(prefix: IdPrefix, now: number = Date.now()): string {
  const bytes = randomBytes16();
  let tail = "";
  for (let i = 0; i < 16; i++) tail += ALPHABET.charAt((bytes[i] as number) & 31);
  return `${prefix}_${timePart(now)}${tail}`;
}

/** What sorts before every id made at `at` (ms since the epoch) or later, and after every one made before. */
export function idBound(prefix: IdPrefix, at: number): string {
  return `${prefix}_${timePart(at)}`;
}

function timePart(at: number): string {
  let time = Math.max(0, at);
  let head = "";
  for (let i = 0; i < 10; i++) {
    head = ALPHABET.charAt(time % 32) + head;
    time = Math.floor(time / 32);
  }
  return head;
}

// One call to the system's generator serves 256 ids: a call costs as much as the rest of the id.
const pool = new Uint8Array(4096);
let used = pool.length;
function randomBytes16(): Uint8Array {
  if (used + 16 > pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}
