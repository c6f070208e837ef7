import "server-only";
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import type { CredentialValues } from "./define.ts";

/** Secrets as they lie in the database. */
export interface Sealed {
  /** nonce (12 bytes), tag (16), text */
  sealed: Uint8Array;
  wrappedKey: Uint8Array;
  keyId: string;
}

/** What a sealed row belongs to: one that was moved to another place does not open. */
export interface SealedPlace {
  workspaceId: string;
  id: string;
}

export interface Vault {
  /** Name of the master key that new rows are sealed with. */
  readonly keyId: string;
  seal(secrets: CredentialValues, place: SealedPlace): Sealed;
  /** @throws Error when the master key is not at hand, or the row was tampered with */
  open(row: Sealed, place: SealedPlace): CredentialValues;
  /** The same row with its data key under the current master key; the secrets themselves are not touched. */
  rewrap(row: Sealed, place: SealedPlace): Pick<Sealed, "wrappedKey" | "keyId">;
}

const NONCE = 12;
const TAG = 16;

/**
 * Envelope encryption: AES-256-GCM under a data key of each row's own, which is itself under the master key. Changing the
 * master key rewrites 60 bytes a row.
 * @param master the key in use, and the one before it while rows still need it
 */
export function createVault(master: { current: string; previous?: string | undefined }): Vault {
  const current = wrappingKey(master.current);
  const keys = [current, ...(master.previous === undefined ? [] : [wrappingKey(master.previous)])];
  const dataKey = (row: Sealed, place: SealedPlace): Buffer => {
    const key = keys.find(({ id }) => id === row.keyId);
    if (!key) {
      throw new Error(
        `It was sealed with another secret key (${row.keyId}). Start Heddle with the key of that time in HEDDLE_SECRET_KEY_PREVIOUS.`,
      );
    }
    return decrypt(key.key, row.wrappedKey, `key:${place.workspaceId}:${place.id}`);
  };
  const wrap = (key: Buffer, place: SealedPlace) => ({
    wrappedKey: encrypt(current.key, key, `key:${place.workspaceId}:${place.id}`),
    keyId: current.id,
  });
  return {
    keyId: current.id,
    seal(secrets, place) {
      const key = randomBytes(32);
      const text = Buffer.from(JSON.stringify(secrets), "utf8");
      return { sealed: encrypt(key, text, `secrets:${place.workspaceId}:${place.id}`), ...wrap(key, place) };
    },
    open(row, place) {
      const text = decrypt(dataKey(row, place), row.sealed, `secrets:${place.workspaceId}:${place.id}`);
      // Nobody else can have sealed it.
      return JSON.parse(text.toString("utf8")) as CredentialValues;
    },
    rewrap: (row, place) => wrap(dataKey(row, place), place),
  };
}

function wrappingKey(master: string): { id: string; key: Buffer } {
  const id = createHash("sha256").update(`heddle master key ${master}`).digest("hex").slice(0, 12);
  return { id, key: Buffer.from(hkdfSync("sha256", master, "heddle", "credentials", 32)) };
}

function encrypt(key: Buffer, text: Buffer, about: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about, "utf8"));
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, bytes: Uint8Array, about: string): Buffer {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decipher = createDecipheriv("aes-256-gcm", key, all.subarray(0, NONCE))
    .setAAD(Buffer.from(about, "utf8"))
    .setAuthTag(all.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(all.subarray(NONCE + TAG)), decipher.final()]);
}
