import { createHmac, generateKeyPairSync } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, deflate, gzip } from "node:zlib";
import { exportJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../engine/json.ts";
import { type Answer, type Call, openWebhookDoors, type WebhookDoors } from "./testing/webhook-doors.ts";

let opened: WebhookDoors;
beforeAll(async () => {
  opened = await openWebhookDoors();
});
afterAll(() => opened.close());

const json = { "content-type": "application/json" };
const body = '{"order":48213,"é":1}';
const seconds = () => Math.floor(Date.now() / 1000);
const hmac = (key: string | Buffer, text: string, encoding: "hex" | "base64" = "hex") =>
  createHmac("sha256", key).update(text).digest(encoding);
const code = (answer: Answer) => (JSON.parse(answer.text) as { code: string }).code;

let messages = 0;
async function guarded(type: string, values: Record<string, string>, auth: JsonObject): Promise<string> {
  const { path } = await opened.publish({ auth: { ...auth, credential: await opened.credential(type, values) } });
  return path;
}
async function runs(): Promise<number> {
  const { rows } = await opened.api.host.db.engine.query<{ count: string }>("select count(*) from runs");
  return Number(rows[0]?.count);
}

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
const token = (key: Parameters<SignJWT["sign"]>[0], alg: string, more: JsonObject = {}) =>
  new SignJWT({ iss: "shop", ...more }).setProtectedHeader({ alg }).setExpirationTime("5m").sign(key);
const SECRET = "a shared secret of 32 characters or more";

/** Each kind with what it takes, and what it must not take. */
const proofs: readonly [
  kind: string,
  make: () => Promise<string>,
  right: () => Promise<Record<string, string>>,
  wrong: Readonly<Record<string, () => Promise<Record<string, string>>>>,
][] = [
  [
    "basic",
    () => guarded("basic", { username: "shop", password: "long enough é" }, { kind: "basic" }),
    async () => ({ authorization: `Basic ${Buffer.from("shop:long enough é").toString("base64")}` }),
    {
      "another password": async () => ({
        authorization: `Basic ${Buffer.from("shop:long enough").toString("base64")}`,
      }),
      "another scheme": async () => ({
        authorization: `Bearer ${Buffer.from("shop:long enough é").toString("base64")}`,
      }),
    },
  ],
  [
    "bearer",
    () => guarded("bearer", { token: "right-token" }, { kind: "bearer" }),
    async () => ({ authorization: "bearer right-token" }),
    { "a longer one": async () => ({ authorization: "Bearer right-token2" }), none: async () => ({}) },
  ],
  [
    "header",
    () => guarded("header", { name: "X-Shop-Key", value: "right-value" }, { kind: "header" }),
    async () => ({ "x-shop-key": "right-value" }),
    { "another value": async () => ({ "x-shop-key": "wrong-value" }) },
  ],
  [
    "a JWT by a shared secret",
    () => guarded("jwt-key", { key: SECRET, issuer: "shop" }, { kind: "jwt" }),
    async () => ({ authorization: `Bearer ${await token(new TextEncoder().encode(SECRET), "HS256")}` }),
    {
      "another issuer": async () => ({
        authorization: `Bearer ${await token(new TextEncoder().encode(SECRET), "HS256", { iss: "evil" })}`,
      }),
      "an old one": async () => ({
        authorization: `Bearer ${await new SignJWT({ iss: "shop" })
          .setProtectedHeader({ alg: "HS256" })
          .setExpirationTime(seconds() - 3600)
          .sign(new TextEncoder().encode(SECRET))}`,
      }),
      "one that is not signed": async () => ({
        authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"iss":"shop"}').toString("base64url")}.`,
      }),
    },
  ],
  [
    "a JWT by a public key",
    () => guarded("jwt-key", { key: pem }, { kind: "jwt" }),
    async () => ({ authorization: `Bearer ${await token(rsa.privateKey, "RS256")}` }),
    {
      // The old trick: the public key, which everybody knows, taken for a shared secret.
      "the public key as a secret": async () => ({
        authorization: `Bearer ${await token(new TextEncoder().encode(pem), "HS256")}`,
      }),
    },
  ],
  [
    "a JWT by a set of keys",
    async () =>
      guarded(
        "jwt-key",
        { key: JSON.stringify({ keys: [{ ...(await exportJWK(rsa.publicKey)), alg: "RS256" }] }) },
        { kind: "jwt" },
      ),
    async () => ({ authorization: `Bearer ${await token(rsa.privateKey, "RS256")}` }),
    {
      "a key of another's": async () => ({
        authorization: `Bearer ${await token(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey, "RS256")}`,
      }),
    },
  ],
  [
    "a signature as GitHub's",
    () => guarded("signing-key", { key: SECRET }, { kind: "signature", style: "github" }),
    async () => ({ "x-hub-signature-256": `sha256=${hmac(SECRET, body)}` }),
    { "of another body": async () => ({ "x-hub-signature-256": `sha256=${hmac(SECRET, "{}")}` }) },
  ],
  [
    "a signature as Stripe's",
    () => guarded("signing-key", { key: SECRET }, { kind: "signature", style: "stripe" }),
    async () => ({ "stripe-signature": `t=${seconds()},v0=x,v1=${hmac(SECRET, `${seconds()}.${body}`)}` }),
    {
      "an old one": async () => ({
        "stripe-signature": `t=${seconds() - 400},v1=${hmac(SECRET, `${seconds() - 400}.${body}`)}`,
      }),
      "one whose time was changed": async () => ({
        "stripe-signature": `t=${seconds()},v1=${hmac(SECRET, `${seconds() - 100}.${body}`)}`,
      }),
    },
  ],
  [
    "a signature as Slack's",
    () => guarded("signing-key", { key: SECRET }, { kind: "signature", style: "slack" }),
    async () => ({
      "x-slack-request-timestamp": String(seconds()),
      "x-slack-signature": `v0=${hmac(SECRET, `v0:${seconds()}:${body}`)}`,
    }),
    { "without a time": async () => ({ "x-slack-signature": `v0=${hmac(SECRET, `v0:undefined:${body}`)}` }) },
  ],
  [
    "a plain signature",
    () =>
      guarded(
        "signing-key",
        { key: SECRET },
        { kind: "signature", style: "plain", header: "X-Sign", encoding: "base64" },
      ),
    async () => ({ "x-sign": hmac(SECRET, body, "base64") }),
    { "in the other encoding": async () => ({ "x-sign": hmac(SECRET, body) }) },
  ],
  [
    "Standard Webhooks",
    () => guarded("signing-key", { key: `whsec_${Buffer.from(SECRET).toString("base64")}` }, { kind: "standard" }),
    async () => ({
      "webhook-id": `msg_${++messages}`,
      "webhook-timestamp": String(seconds()),
      "webhook-signature": `v1,AAAA v1,${hmac(SECRET, `msg_${messages}.${seconds()}.${body}`, "base64")}`,
    }),
    {
      "of another message": async () => ({
        "webhook-id": `msg_${++messages}`,
        "webhook-timestamp": String(seconds()),
        "webhook-signature": `v1,${hmac(SECRET, `msg_0.${seconds()}.${body}`, "base64")}`,
      }),
    },
  ],
];

describe.each([0, 1])("through door %i", (which) => {
  const door = (call: Call) => opened.through(which, call);

  it.each(proofs)("%s: takes what is right, and nothing else", async (_, make, right, wrong) => {
    const path = await make();
    expect(await door({ path, headers: { ...json, ...(await right()) }, body })).toMatchObject({ status: 201 });
    const before = await runs();
    const refused = { ...wrong, nothing: async () => ({}) };
    for (const [what, headers] of Object.entries(refused)) {
      const answer = await door({ path, headers: { ...json, ...(await headers()) }, body });
      expect([answer.status, code(answer)], what).toEqual([401, "webhook_unauthorized"]);
      expect(answer.text).not.toContain("right-");
    }
    expect(await runs()).toBe(before);
  });

  it("a secret header is not stored with the run", async () => {
    const id = await opened.credential("header", { name: "X-Shop-Key", value: "right-value" });
    const { path } = await opened.publish(
      { auth: { kind: "header", credential: id } },
      "{{ Object.keys(trigger.headers) }}",
    );
    const { text } = await door({ path, headers: { ...json, "x-shop-key": "right-value", "x-other": "1" }, body });
    expect(text).toContain("x-other");
    expect(text).not.toContain("x-shop-key");
    expect(text).not.toContain("x-heddle-peer");
  });

  it("is closed, not open, once its credential is gone", async () => {
    const { path } = await opened.publish({ auth: { kind: "bearer", credential: "crd_gone" } });
    const answer = await door({ path, headers: { ...json, authorization: "Bearer " }, body });
    expect([answer.status, code(answer)]).toEqual([401, "webhook_unauthorized"]);
  });

  it("takes calls from listed addresses only", async () => {
    const here = await opened.publish({ allowFrom: ["10.0.0.0/8", "127.0.0.0/8"] });
    const elsewhere = await opened.publish({ allowFrom: ["10.0.0.0/8", "2001:db8::/32"] });
    expect((await door({ path: here.path, headers: json, body })).status).toBe(201);
    const refused = await door({ path: elsewhere.path, headers: json, body });
    expect([refused.status, code(refused)]).toEqual([403, "caller_not_allowed"]);
    // A proxy on this machine is believed, as everywhere.
    const forwarded = { ...json, "x-forwarded-for": "2001:db8::7" };
    expect((await door({ path: elsewhere.path, headers: forwarded, body })).status).toBe(201);
  });

  it("tells pages of listed sites that they may call, and starts nothing for the question", async () => {
    const { path } = await opened.publish({ cors: ["https://shop.example"] });
    const ask = {
      origin: "https://shop.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "x-a",
    };
    const before = await runs();
    const allowed = await door({ method: "OPTIONS", path, headers: ask });
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(allowed.headers.get("access-control-allow-headers")).toBe("x-a");
    const other = await door({ method: "OPTIONS", path, headers: { ...ask, origin: "https://evil.example" } });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    expect(await runs()).toBe(before);
    const called = await door({ path, headers: { ...json, origin: "https://shop.example" }, body });
    expect([called.status, called.headers.get("access-control-allow-origin")]).toEqual([201, "https://shop.example"]);
    const broken = await door({ path, headers: { ...json, origin: "https://shop.example" }, body: "{" });
    expect([broken.status, broken.headers.get("access-control-allow-origin")]).toEqual([400, "https://shop.example"]);
    const silent = await opened.publish();
    const answer = await door({ path: silent.path, headers: { ...json, origin: "https://shop.example" }, body });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("keeps files of forms, and bodies that are neither text nor data", async () => {
    const { path } = await opened.publish();
    const form = new FormData();
    form.append("note", "hello");
    form.append("photo", new File([new Uint8Array([1, 0, 255])], "lamp.png", { type: "image/png" }));
    const sent = new Response(form);
    const bytes = Buffer.from(await sent.arrayBuffer());
    const type = sent.headers.get("content-type") ?? "";
    const got = JSON.parse((await door({ path, headers: { "content-type": type }, body: bytes })).text).got;
    expect(got).toMatchObject({
      note: "hello",
      photo: { file: { name: "lamp.png", mediaType: "image/png", size: 3 } },
    });
    const open = await opened.api.host.files.open(opened.workspace.id, got.photo.file.id);
    const parts: Buffer[] = [];
    for await (const part of open?.content ?? []) parts.push(Buffer.from(part));
    expect([...Buffer.concat(parts)]).toEqual([1, 0, 255]);
    const binary = await door({ path, headers: { "content-type": "application/pdf" }, body: Buffer.from([9]) });
    expect(JSON.parse(binary.text).got).toMatchObject({ file: { mediaType: "application/pdf", size: 1 } });
  });

  it("unpacks bodies, but never more than its limit", async () => {
    const { path } = await opened.publish({ maxBytes: 10_000 });
    const packed = { gzip: promisify(gzip), deflate: promisify(deflate), br: promisify(brotliCompress) };
    for (const [coding, pack] of Object.entries(packed)) {
      const headers = { ...json, "content-encoding": coding };
      const whole = await door({ path, headers, body: await pack(Buffer.from(body)) });
      expect(JSON.parse(whole.text).got).toEqual(JSON.parse(body));
      const bomb = await pack(Buffer.alloc(5_000_000, 32));
      expect(bomb.length).toBeLessThan(10_000);
      expect((await door({ path, headers, body: bomb })).status).toBe(413);
      expect((await door({ path, headers, body: "not packed" })).status).toBe(400);
    }
    expect((await door({ path, headers: { ...json, "content-encoding": "zip" }, body })).status).toBe(415);
    expect((await door({ path, headers: json, body: `"${"x".repeat(10_000)}"` })).status).toBe(413);
  });
});
