import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { credentialsTo, TEST_KEY } from "../ai/testing.ts";
import { createOutboundGate, type OutboundGate } from "../outbound/gate.ts";
import { type ModelServer, startModelServer } from "../testing/model-server.ts";
import { complaintsAbout, requireType } from "./check-values.ts";
import type { CredentialValues } from "./define.ts";
import { tryCredential } from "./try-credential.ts";

let server: ModelServer;
let gate: OutboundGate;
beforeAll(async () => {
  server = await startModelServer();
  gate = createOutboundGate({ allowLoopback: true });
});
afterAll(async () => {
  await gate.close();
  await server.close();
});
const complaints = (type: string, values: CredentialValues) =>
  complaintsAbout(requireType(type), values).map(({ path }) => path);

describe.each(["openai", "anthropic", "google", "azure-openai", "openai-compatible"])("%s", (kind) => {
  const values = () => Object.values(credentialsTo(server.origin)).find(({ type }) => type === kind)?.values ?? {};
  const attempt = () => tryCredential(gate, "ws_test", requireType(kind), values());

  it("is tried by asking which models there are", async () => {
    expect(await attempt()).toMatchObject({ ok: true, message: expect.stringContaining("it works") });
    const asked = server.requests.at(-1);
    expect(asked?.path).toMatch(/\/models$/);
    expect(JSON.stringify(asked?.headers)).toContain(TEST_KEY);
  });

  it("says that a key is not accepted", async () => {
    server.next({ status: 401, body: JSON.stringify({ error: `no such key: ${TEST_KEY}` }) });
    const answer = await attempt();
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining("does not accept") });
    expect(JSON.stringify(answer)).not.toContain(TEST_KEY);
  });

  it("takes web addresses only", () => {
    expect(complaints(kind, { ...values(), baseUrl: "file:///etc/passwd" })).toEqual(["values.baseUrl"]);
    expect(complaints(kind, values())).toEqual([]);
  });
});

it("Azure's address ends where the SDK goes on", () => {
  const apiKey = TEST_KEY;
  expect(complaints("azure-openai", { apiKey, baseUrl: "https://shop.openai.azure.com" })).toEqual(["values.baseUrl"]);
  expect(complaints("azure-openai", { apiKey, baseUrl: "https://shop.openai.azure.com/openai/v1/" })).toEqual([]);
});

it("Bedrock takes an API key, or an access key with its secret", () => {
  const region = "eu-central-1";
  const secretAccessKey = "a secret of forty characters, or thereabouts";
  expect(complaints("bedrock", { region })).toEqual(["values.apiKey"]);
  expect(complaints("bedrock", { region, accessKeyId: "AKIDEXAMPLE" })).toEqual(["values.secretAccessKey"]);
  expect(complaints("bedrock", { region, accessKeyId: "AKIDEXAMPLE", secretAccessKey })).toEqual([]);
});

it("a region of Bedrock cannot lead to another host", () => {
  const probe = requireType("bedrock").probe?.({ region: "eu-central-1", apiKey: TEST_KEY });
  expect(probe?.url).toBe("https://bedrock.eu-central-1.amazonaws.com/foundation-models");
  expect(complaints("bedrock", { apiKey: TEST_KEY, region: "us-gov-west-1" })).toEqual([]);
  for (const region of ["", "evil.example.com/#", "eu-central-1.evil.example", "eu-central-1@evil.example"]) {
    expect(complaints("bedrock", { apiKey: TEST_KEY, region }), region).toEqual(["values.region"]);
  }
});
