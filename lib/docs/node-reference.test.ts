import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../nodes/catalog.ts";
import { plainText } from "./markdown.ts";
import { nodeExample } from "./node-example.ts";
import { nodeGroups } from "./node-groups.ts";
import { type NodePage, nodePage } from "./node-reference.ts";

function pageOf(type: string): NodePage {
  const definition = catalogue.get(type);
  if (!definition) throw new Error(`There is no ${type}.`);
  const folder = type.replaceAll(".", "-");
  return nodePage(definition, readFileSync(path.resolve(import.meta.dirname, `../nodes/${folder}/README.md`), "utf8"));
}

describe("the page of a node type", () => {
  test("has the form's settings with what the README says of each", () => {
    const page = pageOf("http.request");
    const [method, url] = page.settings;
    // The form has both in one control; the README has them apart.
    expect(method).toMatchObject({ key: "method", label: undefined, first: { text: '"GET"', isCode: true } });
    expect(url).toMatchObject({ key: "url", label: "Request", control: "Method and address" });
    expect(plainText(url?.meaning)).toContain("The address");
    const response = page.settings.find(({ key }) => key === "response");
    expect(response?.first).toEqual({ text: "What the server says", isCode: false });
    expect(page.settings.find(({ key }) => key === "firstPage")?.shown).toBe(
      "Only where “Pages” is “Pages have numbers”",
    );
    expect(page.settings.find(({ key }) => key === "maxPages")?.shown).toBe("Not where “Pages” is “Only this answer”");
  });

  test("does not say twice what its head says", () => {
    const page = pageOf("control.for-each");
    expect(page.summary).toBe("Runs what stands inside once for every item of a list.");
    expect(plainText(page.intro)).toMatch(/^Drag nodes into it;/);
    expect(pageOf("http.request").intro).toEqual([]);
  });

  test("says in words what the node does to the world", () => {
    expect(pageOf("data.set")).toMatchObject({ effect: expect.stringContaining("Computes only"), repeat: undefined });
    expect(pageOf("http.request").repeat).toContain("It depends on the settings");
    expect(pageOf("code.javascript").repeat).toBeDefined();
    expect(pageOf("trigger.webhook").effect).toBe("Starts a run, and gives it what came in.");
  });

  test("has its ports with their titles, and the shape of its output", () => {
    expect(pageOf("control.if").ports.map(({ name }) => name)).toEqual(["true", "false"]);
    expect(pageOf("control.switch").portsDependOnConfig).toBe(true);
    expect(pageOf("http.request").output?.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["status", "headers", "body", "timings"]),
    );
  });

  test.each(catalogue.all().map(({ type }) => type))("%s: every section, every setting, every example", (type) => {
    const page = pageOf(type);
    expect(page.sections.map(({ heading }) => heading?.text)).toEqual(
      expect.arrayContaining(["Output", "Errors", "Examples"]),
    );
    for (const { key, meaning, help } of page.settings) {
      expect([key, plainText(meaning) || help]).toEqual([key, expect.stringMatching(/\S/)]);
    }
    const examples = page.sections.find(({ heading }) => heading?.text === "Examples")?.tokens ?? [];
    const codes = examples.flatMap((token) => (token.type === "code" ? [token.text as string] : []));
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(nodeExample(code)?.gives.length).toBeGreaterThan(0);
  });

  test("stands in the group of its category", () => {
    const groups = nodeGroups(catalogue.all());
    expect(groups[0]?.title).toBe("Triggers");
    expect(groups.flatMap(({ definitions }) => definitions).length).toBe(catalogue.all().length);
  });
});

test("an example in a README is told apart from other code", () => {
  expect(nodeExample('{ "config": { "a": 1 }, "input": null, "port": "true", "output": null }')).toEqual({
    given: [
      { title: "Settings", code: '{\n  "a": 1\n}' },
      { title: "Input", code: "null" },
    ],
    gives: [
      { title: "Way on", code: '"true"' },
      { title: "Output", code: "null" },
    ],
  });
  expect(nodeExample("not json")).toBeUndefined();
  expect(nodeExample('{ "status": 200 }')).toBeUndefined();
});
