import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import type { CredentialSource } from "../../credentials/credential-source.ts";
import type { CredentialType, CredentialValues } from "../../credentials/define.ts";
import { bearer } from "../../credentials/types/bearer/definition.ts";
import { signingKey } from "../../credentials/types/signing-key/definition.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { algorithms, encodings } from "../digest-options.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const KEY = "whsec_a shared key";
const credentials: CredentialSource = {
  async open(_, id) {
    const [type, values]: [CredentialType, CredentialValues] =
      id === "crd_token" ? [bearer, { token: KEY }] : [signingKey, { key: KEY }];
    return { id, name: "One", type, values };
  },
  list: async () => [],
};
const sign = async (config: JsonObject, input: Json = null) => {
  const whole = { message: "{{ input }}", credential: "crd_key", ...config };
  return (await runNode(executor, { config: whole, input, credentials })).output as JsonObject;
};

test.each(algorithms.flatMap((algorithm) => encodings.map((encoding) => [algorithm, encoding] as const)))(
  "%s as %s is what everybody else computes, and is recognised again",
  async (algorithm, encoding) => {
    const expected = createHmac(algorithm, KEY).update("héllo").digest(encoding);
    expect(await sign({ algorithm, encoding }, "héllo")).toEqual({ signature: expected });
    expect(await sign({ mode: "verify", signature: expected, algorithm, encoding }, "héllo")).toEqual({ valid: true });
  },
);

test.each([
  ["another message", "b", 0],
  ["one character changed", "a", 1],
  ["a shorter signature", "a", 2],
])("refuses %s", async (_, message, how) => {
  const right = createHmac("sha256", KEY).update("a").digest("hex");
  const given =
    how === 1 ? `${right.slice(0, -1)}${right.endsWith("0") ? "1" : "0"}` : how === 2 ? right.slice(0, 20) : right;
  expect(await sign({ mode: "verify", signature: given }, message)).toEqual({ valid: false });
});

test("takes a signature in capitals, and blanks around it", async () => {
  const right = createHmac("sha256", KEY).update("a").digest("hex").toUpperCase();
  expect(await sign({ mode: "verify", signature: ` ${right}\n` }, "a")).toEqual({ valid: true });
});

test("needs a signing key, and no other credential", async () => {
  await expect(sign({ credential: "crd_token" })).rejects.toMatchObject({ code: "auth" });
  await expect(sign({ credential: "" })).rejects.toThrow("Choose the key to sign with.");
});
