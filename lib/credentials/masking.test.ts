import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json } from "../engine/json.ts";
import { MASK, Masker } from "./masking.ts";

const encodings: Record<string, (secret: string, before: string, after: string) => string> = {
  plain: (secret, before, after) => `${before}${secret}${after}`,
  "URL component": (secret, before, after) => encodeURIComponent(`${before}${secret}${after}`),
  form: (secret, before, after) => new URLSearchParams([["a", `${before}${secret}${after}`]]).toString(),
  JSON: (secret, before, after) => JSON.stringify({ a: `${before}${secret}${after}` }),
  "JSON in JSON": (secret, before, after) => JSON.stringify(JSON.stringify({ a: `${before}${secret}${after}` })),
  hex: (secret, before, after) => Buffer.from(`${before}${secret}${after}`).toString("hex"),
  base64: (secret, before, after) => Buffer.from(`${before}${secret}${after}`).toString("base64"),
  base64url: (secret, before, after) => Buffer.from(`${before}${secret}${after}`).toString("base64url"),
};

const secrets = fc.string({ unit: "binary", minLength: 12, maxLength: 60 }).filter((text) => text.isWellFormed());
const around = fc.string({ unit: "grapheme-ascii", maxLength: 7 });

it.each(Object.entries(encodings))("masks a secret in its %s form, wherever it stands", (_, encode) => {
  fc.assert(
    fc.property(secrets, around, around, (secret, before, after) => {
      const masker = new Masker();
      masker.add([secret]);
      const carrier = encode(secret, before, after);
      const masked = masker.text(carrier);
      expect(masked).toContain(MASK);
      // What is left cannot be decoded to the secret.
      expect(masked).not.toBe(carrier);
    }),
    { numRuns: 300 },
  );
});

it("goes through lists, objects and names of members, and leaves alone what holds no secret", () => {
  const masker = new Masker();
  masker.add(["s3cret-s3cret", ""]);
  const clean: Json = { a: [1, "b", null, { c: true }] };
  expect(masker.json(clean)).toBe(clean);
  expect(masker.json({ "x s3cret-s3cret": ["s3cret-s3cret!", { deep: "s3cret-s3cret" }], keep: 1 })).toEqual({
    [`x ${MASK}`]: [`${MASK}!`, { deep: MASK }],
    keep: 1,
  });
});

it("keeps a member called __proto__ a member", () => {
  const masker = new Masker();
  masker.add(["s3cret-s3cret"]);
  const masked = masker.json(JSON.parse('{"__proto__": "s3cret-s3cret"}') as Json);
  expect(JSON.stringify(masked)).toBe(`{"__proto__":"${MASK}"}`);
});

it("masks nothing until it is told of a secret", () => {
  expect(new Masker().text("s3cret-s3cret")).toBe("s3cret-s3cret");
});

it("masks a secret in a text that comes in pieces, and holds back nothing else", () => {
  const piece = fc.string({ unit: "grapheme-ascii", maxLength: 9 });
  fc.assert(
    fc.property(
      secrets,
      piece,
      piece,
      fc.array(fc.nat({ max: 7 }), { maxLength: 40 }),
      (secret, before, after, cuts) => {
        const masker = new Masker();
        masker.add([secret]);
        const whole = `${before}${secret}${after}`;
        const stream = masker.textStream();
        let seen = "";
        let rest = whole;
        for (const cut of cuts) {
          seen += stream.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        seen += stream.push(rest) + stream.end();
        expect(seen).not.toContain(secret);
        expect(seen).toContain(MASK);
      },
    ),
    { numRuns: 300 },
  );
  const masker = new Masker();
  masker.add(["s3cret-s3cret"]);
  const stream = masker.textStream();
  expect(stream.push("Hello ")).toBe("Hello ");
  expect(stream.push("world s3c")).toBe("world ");
  expect(stream.push("ond")).toBe("s3cond");
});
