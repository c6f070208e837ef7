import { describe, expect, it } from "vitest";
import { buildConfigTemplate, evaluateConfig, itemEvaluator } from "./evaluate-config.ts";
import type { JsonObject } from "./json.ts";

const scope = {
  root: (name: string) => ({ trigger: { body: { total: 100 } }, fetch_user: null })[name],
  now: 0,
  seed: "s",
};

describe("a config with expressions", () => {
  const config: JsonObject = {
    url: "https://example.com/{{ trigger.body.total }}",
    headers: [
      { name: "x", value: "{{ trigger.body.total * 2 }}" },
      { name: "y", value: "plain" },
    ],
    fixed: { deep: [1, { two: "three" }] },
    empty: "",
  };

  it("is evaluated field by field, keeping types", () => {
    const { template, errors } = buildConfigTemplate(config);
    expect(errors).toEqual([]);
    expect(evaluateConfig(template, scope)).toEqual({
      ...config,
      url: "https://example.com/100",
      headers: [
        { name: "x", value: 200 },
        { name: "y", value: "plain" },
      ],
    });
  });

  it("shares what holds no expression", () => {
    const { template } = buildConfigTemplate(config);
    expect((evaluateConfig(template, scope) as JsonObject).fixed).toBe(config.fixed);
    const constant = { a: [1, "}}"] };
    expect(evaluateConfig(buildConfigTemplate(constant).template, scope)).toBe(constant);
  });

  it("lists its texts by dotted path", () => {
    const { texts } = buildConfigTemplate(config);
    expect(texts.map(({ path, compiled }) => [path, compiled.source])).toEqual([
      ["url", "https://example.com/{{ trigger.body.total }}"],
      ["headers.0.value", "{{ trigger.body.total * 2 }}"],
    ]);
  });

  it("collects every text that does not parse", () => {
    const { errors } = buildConfigTemplate({ a: "{{ 1 + }}", b: ["{{ ok }}", { c: "{{" }] });
    expect(errors.map(({ path, error }) => [path, error.code, error.path])).toEqual([
      ["a", "syntax", "a"],
      ["b.1.c", "syntax", "b.1.c"],
    ]);
  });

  it("says which field failed", () => {
    const { template } = buildConfigTemplate({ list: [1, { user: "{{ fetch_user.name }}" }] });
    expect(() => evaluateConfig(template, scope)).toThrow(
      expect.objectContaining({ code: "null_member", path: "list.1.user" }),
    );
  });

  it("gives each of its texts identifiers of its own", () => {
    const { template } = buildConfigTemplate({ a: "{{ uuid() }}", b: "{{ uuid() }}" });
    const { a, b } = evaluateConfig(template, scope) as JsonObject;
    expect(a).not.toBe(b);
    expect(evaluateConfig(template, scope)).toEqual({ a, b });
  });

  it("evaluates for each item in the zone of the run", () => {
    const { template } = buildConfigTemplate({ at: "{{ DateTime.format(item, 'HH:mm') }}" });
    const evaluateItem = itemEvaluator(template, { ...scope, timeZone: "Asia/Kathmandu" });
    expect(evaluateItem("at", "2026-03-01T08:30:00Z", 0)).toBe("14:15");
  });

  it("keeps a key called __proto__ a key", () => {
    const hostile: JsonObject = JSON.parse('{"__proto__": {"x": "{{ 1 }}"}, "y": "{{ 2 }}"}');
    const value = evaluateConfig(buildConfigTemplate(hostile).template, scope) as JsonObject;
    expect(Object.keys(value)).toEqual(["__proto__", "y"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});
