import { expect, test } from "vitest";
import { catalogue } from "../nodes/catalog.ts";
import { type ChatPlan, chatPlan } from "./chat-plan.ts";
import { chatDocument } from "./testing/chat-document.ts";

function planOf(...document: Parameters<typeof chatDocument>): ChatPlan {
  const plan = chatPlan(chatDocument(...document), "start", catalogue);
  if (!plan) throw new Error("This document does not compile.");
  return plan;
}

const model = { model: "demo/writer", prompt: "{{ trigger.message }}" };
const json = { ...model, output: "json", schema: { type: "object", properties: { kind: { type: "string" } } } };

test("a model at the end writes the answer, letter by letter", () => {
  const plan = planOf([["ask", "ai.llm", model]], ["start > ask"]);
  expect(plan).toEqual({ responds: [], writers: ["ask"], isVerbatim: true, shown: [] });
});

test("a model before a Respond writes it; one that only decides does not", () => {
  const plan = planOf(
    [
      ["sort", "ai.llm", json],
      ["check", "control.if", { condition: "{{ sort.object?.kind == 'a' }}" }],
      ["ask", "ai.llm", model],
      ["tell", "ai.llm", model],
      ["join", "control.join", { mode: "any" }],
      ["reply", "control.respond", { body: "{{ input }}" }],
      ["after", "ai.llm", model],
    ],
    [
      "start > sort",
      "sort > check",
      "check.true > ask",
      "check.false > tell",
      "ask > join",
      "tell > join",
      "join > reply",
      "reply > after",
    ],
  );
  expect(plan.responds).toEqual(["reply"]);
  expect(plan.writers.sort()).toEqual(["ask", "tell"]);
  // A join gives all of its sources, not the text of one.
  expect(plan.isVerbatim).toBe(false);
});

test("what touches the world in between makes the answer its own", () => {
  const plan = planOf(
    [
      ["ask", "ai.llm", model],
      ["code", "code.javascript", { code: "return input.text.toUpperCase()" }],
    ],
    ["start > ask", "ask > code"],
  );
  expect(plan).toMatchObject({ writers: [], isVerbatim: false });
});

test("what an answer reads counts as well as what leads to it", () => {
  const plan = planOf(
    [
      ["ask", "ai.llm", model],
      ["save", "http.request", { method: "GET", url: "https://a.example/" }],
      ["reply", "control.respond", { body: "{{ ask.text }}" }],
    ],
    ["start > ask", "ask > save", "save > reply"],
  );
  expect(plan).toMatchObject({ writers: ["ask"], isVerbatim: true });
});

test.each<[string | object, boolean]>([
  ["{{ input }}", true],
  ["{{ input.text }}", true],
  ["{{ ask.text }}", true],
  [{ text: "{{ ask.text }}", citations: "{{ find.passages }}" }, true],
  ["Dear you, {{ ask.text }}", false],
  ["{{ ask.text.trim() }}", false],
  ["{{ find.text }}", false],
  [{ text: "Nothing." }, false],
])("an answer of %j is the model's own: %j", (body, isVerbatim) => {
  const plan = planOf(
    [
      ["find", "knowledge.retrieve", { base: "Handbook", query: "{{ trigger.message }}" }],
      ["ask", "ai.llm", model],
      ["reply", "control.respond", { body: body as string }],
    ],
    ["start > find", "find > ask", "ask > reply"],
  );
  expect(plan.isVerbatim).toBe(isVerbatim);
  expect(plan.shown).toEqual([{ key: "find", title: "Find in knowledge", kind: "search" }]);
});

test("a document that does not compile, or has no such trigger, has no plan", () => {
  expect(chatPlan(chatDocument([["ask", "ai.llm", model]], ["nobody > ask"]), "start", catalogue)).toBeNull();
  expect(chatPlan(chatDocument([], []), "other", catalogue)).toBeNull();
});

test("a document has one chat", () => {
  const two = chatDocument([["second", "trigger.chat", {}]], []);
  expect(chatPlan(two, "start", catalogue)).toBeNull();
  const off = chatDocument([["second", "trigger.chat", {}, { disabled: true }]], []);
  expect(chatPlan(off, "start", catalogue)).not.toBeNull();
});
