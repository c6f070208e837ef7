import { expect, test } from "vitest";
import { partsOf, providerNamed, providersOf, suggestedModels, withProvider } from "./model-choice.ts";

const work = { id: "crd_1", name: "Work", type: "openai" };
const local = { id: "crd_2", name: "Ollama", type: "openai-compatible" };
const token = { id: "crd_3", name: "A token", type: "bearer" };
const all = providersOf([work, local, token]);

test("offers what leads to models, and the demo last", () => {
  expect(all.map(({ id }) => id)).toEqual(["crd_1", "crd_2", "demo"]);
});

test("splits what is being typed at its first slash", () => {
  expect(partsOf("crd_2/meta/llama")).toEqual({ provider: "crd_2", model: "meta/llama" });
  expect(partsOf("demo")).toEqual({ provider: "demo", model: "" });
  expect(partsOf("")).toEqual({ provider: "", model: "" });
});

test("finds a provider as the server does", () => {
  expect(providerNamed("crd_1", all)).toBe(work);
  expect(providerNamed("ollama", all)).toBe(local);
  expect(providerNamed("openai", all)).toBe(work);
  expect(providerNamed("openai", [...all, { id: "crd_4", name: "Home", type: "openai" }])).toBeUndefined();
  expect(providerNamed("crd_3", all)).toBeUndefined();
});

test("another provider gets a model that it knows", () => {
  expect(suggestedModels("openai", "embedding")).toContain("text-embedding-3-small");
  expect(suggestedModels("openai", "language")).not.toContain("text-embedding-3-small");
  expect(withProvider("demo/writer", work, "language")).toMatch(/^crd_1\/gpt-/);
  expect(withProvider("crd_9/gpt-5-mini", work, "language")).toBe("crd_1/gpt-5-mini");
  expect(withProvider("crd_1/my-own", local, "language")).toBe("crd_2/my-own");
  expect(withProvider("demo/writer", local, "language")).toBe("crd_2/");
  expect(withProvider("crd_1/gpt-5", { id: "demo", name: "Demo", type: "demo" }, "embedding")).toBe("demo/embedder");
});
