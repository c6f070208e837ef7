import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";
import type { ModelMessage } from "./calls.ts";
import { DEMO_WRITER } from "./demo-names.ts";
import { resultsSinceAsked, toolSpokenOf } from "./demo-tools.ts";
import type { Ending, Question, Spoken } from "./spoken.ts";

const QUOTED = 200;

/**
 * A model that thinks nothing: the same question has the same answer, at once, offline and for nothing. Its texts say what it
 * is; its JSON fits the schema, taken from the words of the question where they are there.
 */
export async function* speakAsDemo(model: string, question: Question): Spoken {
  if (model !== DEMO_WRITER) {
    throw new NodeError("not_found", `The demo has no model “${model.slice(0, 60)}”. It has demo/writer.`, {
      retry: "never",
    });
  }
  const { messages, tools = [] } = question;
  const asked = bare(messages.findLast((message) => message.role === "user")?.text ?? "");
  const tool = toolSpokenOf(tools, asked, messages);
  if (tool) {
    const input = example(tool.input, asked, "");
    const id = `demo_${messages.length}`;
    const thought = `The demo compares words: the question speaks of ${tool.name}.`;
    yield { thought };
    return {
      ...ended(question, countWords(JSON.stringify(input))),
      finishReason: "tool-calls",
      toolCalls: [{ id, name: tool.name, input }],
      thoughts: [{ text: thought }],
    };
  }
  const whole = question.output
    ? JSON.stringify(example(question.output.schema, asked, ""))
    : answerTo(asked) + resultsTold(messages);
  const most = question.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const words = whole.match(/\s*\S+/g) ?? [];
  for (const word of words.slice(0, most)) {
    yield word;
    // Whoever watches sees it come word by word.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { ...ended(question, Math.min(words.length, most)), finishReason: words.length > most ? "length" : "stop" };
}

function ended({ system = "", messages }: Question, outputTokens: number): Omit<Ending, "finishReason"> {
  const read = [system, ...messages.map(textOf)].join(" ");
  return {
    usage: {
      inputTokens: countWords(read),
      outputTokens,
      cachedInputTokens: 0,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
    },
    notes: [],
  };
}

function textOf(message: ModelMessage): string {
  return message.role === "tool" ? message.results.map(({ text }) => text).join(" ") : message.text;
}

/** What the tools gave, for whoever looks whether it came back. */
function resultsTold(messages: readonly ModelMessage[]): string {
  const told = resultsSinceAsked(messages).map(
    ({ name, text, failed }) => ` ${name} ${failed ? "failed" : "gave"}: ${shortened(text)}`,
  );
  return told.join("");
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > QUOTED ? `${line.slice(0, QUOTED - 1)}…` : line;
}

/** Nodes put what is worked on between marks (lib/nodes/given-text.ts). */
function bare(text: string): string {
  return /^<text>\n([\s\S]*)\n<\/text>$/.exec(text)?.[1] ?? text;
}

function answerTo(asked: string): string {
  return `This is the demo model: it does not think, it only shows where an answer goes. It was asked: ${shortened(asked)}`;
}

/** A value that fits the schema, as far as a few lines can make one. */
function example(schema: Json, asked: string, name: string): Json {
  if (!isJsonObject(schema)) return null;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return chosen(schema.enum, asked);
  const first = [schema.anyOf, schema.oneOf].find((one) => Array.isArray(one) && one.length > 0);
  if (Array.isArray(first)) return example(first[0] ?? null, asked, name);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return exampleObject(schema, asked);
    case "array":
      return (typeof schema.minItems === "number" && schema.minItems > 0) || schema.items !== undefined
        ? [example(schema.items ?? {}, asked, name)]
        : [];
    case "number":
    case "integer":
      // "Total: 12.50" in the question is the total.
      return exampleNumber(schema, lineOf(asked, name) ?? asked);
    case "boolean":
      return true;
    case "string":
      return exampleText(schema, asked, name);
    default:
      return isJsonObject(schema.properties) ? exampleObject(schema, asked) : null;
  }
}

function exampleObject({ properties }: JsonObject, asked: string): JsonObject {
  const entries = Object.entries(isJsonObject(properties) ? properties : {});
  return Object.fromEntries(entries.map(([key, member]): [string, Json] => [key, example(member, asked, key)]));
}

/** The one that the question speaks of; else the one for what fits none, where there is one, else the first. */
function chosen(values: readonly Json[], asked: string): Json {
  const text = asked.toLowerCase();
  const named = values.find((value) => typeof value === "string" && text.includes(value.toLowerCase()));
  return named ?? values.find((value) => value === "none") ?? values[0] ?? null;
}

function exampleNumber({ minimum, maximum, type }: JsonObject, asked: string): number {
  const found = /-?\d+(?:\.\d+)?/.exec(asked)?.[0];
  const wanted = found === undefined ? 1 : Number(found);
  const low = typeof minimum === "number" ? minimum : Number.NEGATIVE_INFINITY;
  const high = typeof maximum === "number" ? maximum : Number.POSITIVE_INFINITY;
  const within = Math.min(Math.max(wanted, low), high);
  return type === "integer" ? Math.round(within) : within;
}

function exampleText({ format, maxLength, type }: JsonObject, asked: string, name: string): string | null {
  if (format === "email") return /[\w.+-]+@[\w-]+\.[\w.]+/.exec(asked)?.[0] ?? "demo@example.com";
  if (format === "date") return /\d{4}-\d{2}-\d{2}/.exec(asked)?.[0] ?? "2026-01-01";
  if (format === "date-time") return "2026-01-01T00:00:00Z";
  if (format === "uri") return /https?:\/\/\S+/.exec(asked)?.[0] ?? "https://example.com/";
  // "Name: Lena" in the question is the name.
  const told = name === "" ? undefined : lineOf(asked, name);
  if (told === undefined && Array.isArray(type) && type.includes("null")) return null;
  const text = told ?? (asked.replace(/\s+/g, " ").trim().slice(0, 80) || "demo");
  return typeof maxLength === "number" ? text.slice(0, maxLength) : text;
}

function lineOf(asked: string, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const line of asked.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === wanted) return line.slice(colon + 1).trim();
  }
  return undefined;
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}
