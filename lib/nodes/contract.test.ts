import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { generateCatalog } from "../../bin/generate-catalog.ts";
import { credentialType } from "../credentials/types/all.ts";
import { compile } from "../engine/compile/compile.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { DOCUMENT_SCHEMA_VERSION } from "../engine/empty-document.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { createOutboundGate, type OutboundGate } from "../outbound/gate.ts";
import { type LoopbackServer, startLoopbackServer } from "../outbound/testing.ts";
import { openKnowledge } from "../rag/testing/open-knowledge.ts";
import { memoryHarness } from "../runs/testing/memory-harness.ts";
import { createSandbox } from "../sandbox/sandbox.ts";
import { catalogue } from "./catalog.ts";
import type { AnyDefinition, Widget } from "./define.ts";
import { loadExecutor } from "./executors.ts";
import { nodeIcons } from "./icons.ts";
import { type NodeCall, runNode } from "./testing.ts";

const nodesDir = import.meta.dirname;
/** The compiler asks for a widget that is missing here, and for one that is no widget. */
const knownWidgets: Record<Widget, true> = {
  text: true,
  template: true,
  expression: true,
  code: true,
  json: true,
  select: true,
  "multi-select": true,
  number: true,
  switch: true,
  duration: true,
  cron: true,
  "key-values": true,
  fields: true,
  cases: true,
  list: true,
  collection: true,
  "method-url": true,
  body: true,
  credential: true,
  model: true,
  models: true,
  "knowledge-base": true,
  tools: true,
  memory: true,
  "webhook-auth": true,
};
const json = z.json() as z.ZodType<Json>;
const exampleSchema = z.strictObject({
  config: z.record(z.string(), json),
  input: json.optional(),
  port: z.string().optional(),
  output: json.optional(),
  /** Instead of an output: what it fails with. */
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  /** For loops: the nodes inside, one after the other. */
  inside: z.array(z.strictObject({ key: z.string(), type: z.string(), config: z.record(z.string(), json) })).optional(),
  /** For nodes that call out: what is asked, and what the other side says to it. */
  request: z.strictObject({ method: z.string(), url: z.string(), body: z.string() }).optional(),
  /** For nodes that know: a base, with texts by name. */
  knowledge: z.strictObject({ base: z.string(), documents: z.record(z.string(), z.string()) }).optional(),
  answer: z
    .strictObject({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string() })
    .optional(),
});
type Example = z.infer<typeof exampleSchema>;

test("the generated files are those of the folders", async () => {
  for (const [name, content] of await generateCatalog(nodesDir)) {
    const stored = await readFile(path.join(nodesDir, name), "utf8");
    expect(stored, `lib/nodes/${name} is stale: run npm run new:node -- --refresh`).toBe(content);
  }
});

test("every folder is a type, by its name", async () => {
  const entries = await readdir(nodesDir, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(folders.sort()).toEqual(
    catalogue
      .all()
      .map((definition) => folderOf(definition))
      .sort(),
  );
  expect(folders.length).toBeGreaterThanOrEqual(10);
  expect(catalogue.get("no.such")).toBeUndefined();
  await expect(loadExecutor("no.such", 1)).rejects.toThrow("no node type no.such");
});

describe.each(catalogue.all().map((definition) => [definition.type, definition] as const))("%s", (type, definition) => {
  const folder = path.join(nodesDir, folderOf(definition));
  const read = (name: string) => readFile(path.join(folder, name), "utf8");

  test("is found by its type, with its executor", async () => {
    expect(type).toMatch(/^[a-z]+(\.[a-z]+(-[a-z]+)*)$/);
    expect(catalogue.get(type)).toBe(definition);
    const executor = await loadExecutor(type, definition.version);
    expect(executor.definition).toBe(definition);
    expect(executor.effect).toBe(definition.effect);
  });

  test("its defaults parse, and what a form shows is a setting of it", () => {
    const defaults = definition.defaults;
    expect(definition.config.safeParse(defaults).error).toBeUndefined();
    for (const [name, spec] of Object.entries(definition.fields)) {
      expect(knownWidgets).toHaveProperty(spec.widget);
      expect(spec.label).not.toBe("");
      const unknown = definition.config.safeParse({ ...defaults, [name]: undefined, "no such setting": 1 }).error
        ?.issues;
      const keys = unknown?.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
      expect(keys, "unknown settings are refused").toEqual(["no such setting"]);
      if (spec.widget === "select" || spec.widget === "multi-select") expect(spec.options?.length).toBeGreaterThan(1);
      expect(spec.items !== undefined, "a collection says what its things have").toBe(spec.widget === "collection");
      if (spec.widget === "credential") {
        expect(spec.credentialTypes?.length).toBeGreaterThan(0);
        for (const credential of spec.credentialTypes ?? []) expect(credentialType(credential)).toBeDefined();
      }
      if (spec.showWhen) expect(definition.fields).toHaveProperty(spec.showWhen.key);
    }
    expect(typeof (definition.describe?.(defaults) ?? "")).toBe("string");
    expect(() => definition.describe?.({})).not.toThrow();
  });

  test("its ports are unique, and an effect says whether it may be repeated", () => {
    const defaults = definition.defaults;
    const ports = typeof definition.ports === "function" ? definition.ports(defaults) : definition.ports;
    // Only what ends the run leads nowhere.
    expect(ports.length > 0).toBe(definition.type !== "control.stop");
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports).not.toContain("error");
    expect(new Set(definition.inputs).size).toBe(definition.inputs.length);
    expect(definition.inputs.length === 0).toBe(definition.trigger !== undefined);
    for (const port of Object.keys(definition.portTitles ?? {})) expect(ports).toContain(port);
    if (definition.effect !== "pure") expect(definition.repeat).toBeDefined();
    else expect(definition.repeat).toBeUndefined();
    if (definition.trigger !== undefined || definition.join) expect(definition.effect).toBe("pure");
  });

  test("has words for people and an icon in one colour", async () => {
    expect(definition.title).toMatch(/^[A-Z]/);
    expect(definition.summary).toMatch(/^[A-Z].*\.$/);
    const icon = await read("icon.svg");
    expect(icon).toContain('viewBox="0 0 24 24"');
    expect(icon).toContain('stroke="currentColor"');
    expect(icon).not.toMatch(/<script|<style|<image|href|on\w+=|#[0-9a-f]{3}|rgb\(/i);
    expect(nodeIcons[type]).toMatch(/^<(path|circle|rect)/);
    await expect(read("executor.test.ts")).resolves.toContain("test");
  });

  test("older versions are kept as fixtures, and every one of them becomes the current one", async () => {
    for (let version = 1; version < definition.version; version += 1) {
      const stored = z.record(z.string(), json).parse(JSON.parse(await read(`fixtures/v${version}.json`)));
      let config: JsonObject = stored;
      for (let at = version; at < definition.version; at += 1) config = definition.migrate?.(config, at) ?? config;
      expect(definition.config.safeParse(config).error).toBeUndefined();
    }
  });

  test("its README tells every setting and error, and has two examples", async () => {
    const readme = await read("README.md");
    expect(readme.startsWith(`# ${definition.title}\n`)).toBe(true);
    for (const section of ["Fields", "Output", "Errors", "Examples"]) expect(readme).toContain(`\n## ${section}\n`);
    for (const name of Object.keys(definition.fields)) expect(readme, name).toContain(`\`${name}\``);
    expect(examplesIn(readme).length).toBeGreaterThanOrEqual(2);
  });

  test("its README's examples compile and run", async () => {
    for (const example of examplesIn(await read("README.md"))) await check(definition, example);
  });
});

let server: LoopbackServer;
let gate: OutboundGate;
const sandbox = createSandbox();
let asked: Example["request"][] = [];
let answer: Example["answer"];

beforeAll(async () => {
  server = await startLoopbackServer(async (request, response) => {
    const body = (await request.toArray()).join("");
    asked.push({ method: request.method ?? "", url: request.url ?? "", body });
    response.writeHead(answer?.status ?? 500, answer?.headers).end(answer?.body);
  });
  gate = createOutboundGate({ allowLoopback: true });
});
afterAll(async () => {
  await sandbox.close();
  await gate.close();
  await server.close();
});

async function check(definition: AnyDefinition, example: Example): Promise<void> {
  const document = documentWith(definition, example);
  const compiled = compile(document, catalogue);
  expect(compiled.ok ? [] : compiled.problems).toEqual([]);
  if (definition.container) return checkContainer(document, example);
  asked = [];
  answer = example.answer;
  const known = example.knowledge && (await openKnowledge());
  if (known && example.knowledge) await known.fill(example.knowledge.base, example.knowledge.documents);
  const call: NodeCall = {
    sandbox,
    ...(known && { knowledge: known.knowledge }),
    config: example.config,
    input: example.input ?? null,
    // Examples name a public host; the loopback server stands for it.
    fetch: (request, signal) =>
      gate.fetch({ ...request, url: request.url.replace(new URL(request.url).origin, server.origin) }, signal),
  };
  const running = runNode(await loadExecutor(definition.type, definition.version), call);
  if (example.error !== undefined) {
    await expect(running).rejects.toMatchObject(example.error);
    return;
  }
  const result = await running.finally(() => known?.close());
  expect(result.port).toBe(example.port ?? "out");
  // What sub-steps took differs each time.
  const isWhole = example.answer === undefined && !known && definition.effect !== "steps";
  if (isWhole) expect(result.output).toEqual(example.output);
  else expect(result.output).toMatchObject(example.output as JsonObject);
  if (example.request !== undefined) expect(asked).toEqual([example.request]);
}

/** A loop does nothing by itself: the engine runs it. */
async function checkContainer(document: WorkflowDocument, example: Example): Promise<void> {
  const harness = await memoryHarness();
  try {
    const run = await harness.start(document, example.input ?? null);
    expect(await run.answer).toEqual({ kind: "output", output: example.output ?? null });
  } finally {
    await harness.close();
  }
}

function documentWith(definition: AnyDefinition, { config, inside = [] }: Example): WorkflowDocument {
  const node = { id: "n_1", key: "example", type: definition.type, version: definition.version, config };
  if (definition.trigger !== undefined) return { schemaVersion: DOCUMENT_SCHEMA_VERSION, nodes: [node], edges: [] };
  const start = { id: "n_start", key: "start", type: "trigger.manual", version: 1, config: {} };
  const edge = (source: string, target: string, targetPort = "in") => ({
    id: `e_${target}`,
    source,
    sourcePort: "out",
    target,
    targetPort,
  });
  if (definition.breaks) {
    const loop = { id: "n_2", key: "loop", type: "control.for-each", version: 1, config: { items: [1] } };
    const nodes = [start, loop, { ...node, parent: loop.id }];
    return { schemaVersion: DOCUMENT_SCHEMA_VERSION, nodes, edges: [edge("n_start", "n_2")] };
  }
  const children = inside.map((child, at) => ({ ...child, id: `n_in_${at}`, version: 1, parent: "n_1" }));
  const chain = children.slice(1).map((child, at) => edge(`n_in_${at}`, child.id));
  const edges = [edge("n_start", "n_1", definition.inputs[0] ?? "in"), ...chain];
  return { schemaVersion: DOCUMENT_SCHEMA_VERSION, nodes: [start, node, ...children], edges };
}

function examplesIn(readme: string): Example[] {
  const section = readme.split("\n## Examples\n")[1] ?? "";
  return [...section.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block]) =>
    exampleSchema.parse(JSON.parse(block ?? "")),
  );
}

function folderOf(definition: AnyDefinition): string {
  return definition.type.replaceAll(".", "-");
}
