import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileExpression } from "../expressions/compile.ts";
import { isExpressionError } from "../expressions/errors.ts";
import { decodeBytes, encodeBytes } from "./bytes.ts";
import { equalInConstantTime, HASHES } from "./hashing.ts";

function run(source: string, text = "") {
  try {
    return compileExpression(source).evaluate({ root: () => text, now: 0, seed: "s", clock: () => 0 });
  } catch (error) {
    if (isExpressionError(error)) return error.code;
    throw error;
  }
}
const wellFormed = fc.string({ unit: "grapheme", maxLength: 200 });

describe("hashes and encodings", () => {
  it.each(HASHES)("%s and its signature are what Node's are", (name) => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(run(`Hash.${name}(text)`, text)).toBe(createHash(name).update(text).digest("hex"));
        expect(run(`Hash.${name}(text, "base64")`, text)).toBe(createHash(name).update(text).digest("base64"));
        const signed = createHmac(name, text).update(text).digest("base64url");
        expect(run(`Hash.hmac("${name}", text, text, "base64url")`, text)).toBe(signed);
      }),
      { numRuns: 60, seed: 20260110 },
    );
  });

  it("are what Node's are, and come back", () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        const bytes = Buffer.from(text);
        expect(run("[Base64.encode(text), Base64.encodeUrl(text), Hex.encode(text)]", text)).toEqual([
          bytes.toString("base64"),
          bytes.toString("base64url"),
          bytes.toString("hex"),
        ]);
        for (const way of ["Base64.decode(Base64.encode", "Base64.decode(Base64.encodeUrl", "Hex.decode(Hex.encode"])
          expect(run(`${way}(text))`, text)).toBe(text);
      }),
      { numRuns: 100, seed: 20260111 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        for (const encoding of ["hex", "base64", "base64url"] as const)
          expect(decodeBytes(encodeBytes(bytes, encoding), encoding)).toEqual(bytes);
      }),
      { numRuns: 50, seed: 20260112 },
    );
  });

  it("refuse what they cannot read, and what is too much", () => {
    for (const wrong of ["Base64.decode('a')", "Base64.decode('a*==')", "Base64.decode('gICA')", "Hex.decode('xy')"])
      expect(run(wrong), wrong).toBe("type");
    for (const wrong of ["Hex.decode('123')", "Hash.sha256('a', 'binary')", "Hash.hmac('crc32', 'k', 'a')"])
      expect(run(wrong), wrong).toBe("type");
    expect(run("Hash.sha512('a'.repeat(4e6))")).toBe("limit_steps");
    expect(run("Array.from({ length: 50000 }, () => Hash.md5('a'))")).toBe("limit_steps");
    expect(run("Hex.encode('a'.repeat(3e6))")).toBe("limit_steps");
  });

  it("are compared without telling where they differ", () => {
    const of = (...bytes: number[]) => Uint8Array.from(bytes);
    expect(equalInConstantTime(of(1, 2, 3), of(1, 2, 3))).toBe(true);
    expect(equalInConstantTime(of(1, 2, 3), of(1, 2, 4))).toBe(false);
    expect(equalInConstantTime(of(1, 2, 3), of(9, 2, 3))).toBe(false);
    expect(equalInConstantTime(of(1, 2), of(1, 2, 3))).toBe(false);
    expect(equalInConstantTime(of(), of())).toBe(true);
  });
});
