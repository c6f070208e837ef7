import { expect, test } from "vitest";
import { modelNode } from "../../ai/testing-node.ts";
import executor from "./executor.ts";

const node = modelNode(executor);
const config = { model: "openai/gpt-5-mini", text: "{{ input }}", fields: { name: "who wrote it", city: "" } };

test("finds texts, and null for what is not there", async () => {
  node.models().next({ text: '{"name":"Lena","city":null}' });
  const { output } = await node.run(config, { input: "Greetings, Lena" });
  expect(output).toMatchObject({ object: { name: "Lena", city: null }, finishReason: "stop" });
  const sent = node.models().requests[0]?.body;
  // Nothing in the schema is open, so the provider is asked to hold the model to it.
  expect(sent).toMatchObject({ text: { format: { type: "json_schema", strict: true } } });
  expect(JSON.stringify(sent)).toContain("who wrote it");
});

test("goes by a schema of one's own", async () => {
  node.models().next({ text: '{"total":"98.75"}' }, { text: '{"total":98.75}' });
  const schema = { type: "object", properties: { total: { type: "number" } }, required: ["total"] };
  const { output } = await node.run({ ...config, schema }, { input: "98.75 in all" });
  expect(output.object).toEqual({ total: 98.75 });
  expect(node.models().requests[0]?.body).toMatchObject({ text: { format: { strict: false } } });
  expect(node.models().requests).toHaveLength(2);
});

test("asks what is to be found", async () => {
  await expect(node.run({ ...config, fields: {} })).rejects.toMatchObject({ code: "invalid_config" });
});
