import { parseAllDocuments, parseDocument as parseYaml, stringify } from "yaml";
import { z } from "zod";
import { limits } from "../config/limits.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { parseDocument } from "../engine/parse-document.ts";
import { parseJson } from "../engine/parse-json.ts";
import { errorMessage } from "../errors.ts";

/**
 * A workflow as text, to keep in a file or send to somebody. YAML has every key sorted, so that the same workflow gives
 * the same text and two texts differ where the workflows do; reading it back gives the same document. Credentials are
 * named in a document and never part of it, so no text holds one.
 */
export interface WorkflowText {
  name: string;
  description: string;
  document: WorkflowDocument;
}

export type TextFormat = "json" | "yaml";

export const mediaTypes: Readonly<Record<TextFormat, string>> = {
  json: "application/json",
  yaml: "application/yaml",
};

/** One workflow is a JSON object or YAML document; several are a JSON list or a stream of YAML documents. */
export function writeWorkflows(workflows: readonly WorkflowText[], format: TextFormat): string {
  const plain = workflows.map(({ name, description, document }) => ({ name, description, document }));
  if (format === "yaml") return plain.map(toYaml).join("---\n");
  return `${JSON.stringify(plain.length === 1 ? plain[0] : plain, null, 2)}\n`;
}

function toYaml(value: unknown): string {
  return stringify(value, {
    sortMapEntries: true,
    // Long texts stay on their lines, and nothing is said by reference.
    lineWidth: 0,
    // Quoted texts as JSON has them: one way to write a character, and nothing is folded.
    doubleQuotedAsJSON: true,
    aliasDuplicateObjects: false,
  });
}

export type ReadWorkflow =
  | { ok: true; workflow: WorkflowText }
  /** `problems` are for people, each with its place where there is one. */
  | { ok: false; name: string | null; problems: string[] };

/** Files hold at most this many workflows. */
const MOST = 200;
const MOST_PROBLEMS = 20;

const wrapperSchema = z.object({
  name: z.string().trim().min(1, "A name is needed.").max(200),
  description: z.string().max(2_000).default(""),
  document: z.unknown(),
});

/**
 * Reads what `writeWorkflows` wrote, or somebody by hand; a bare document takes `fallbackName`. JSON is YAML too, so the
 * text itself says what it is. Whether a workflow can run is for `compile` to say.
 * @throws TextProblem when the text as a whole cannot be read
 */
export function readWorkflows(text: string, fallbackName: string): ReadWorkflow[] {
  const values = parseText(text);
  if (values.length === 0) throw new TextProblem("There is nothing in this text.");
  if (values.length > MOST)
    throw new TextProblem(`This text holds ${values.length} workflows; ${MOST} at most are read.`);
  return values.map((value) => readOne(value, fallbackName));
}

/** What is wrong with a text as a whole, for people. */
export class TextProblem extends Error {
  override readonly name = "TextProblem";
}

function parseText(text: string): unknown[] {
  if (new TextEncoder().encode(text).length > MOST * limits.documentBytes)
    throw new TextProblem("This text is too long to be workflows.");
  const trimmed = text.trim();
  if (trimmed === "") return [];
  if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
    try {
      const value: unknown = parseJson(trimmed);
      return Array.isArray(value) ? value : [value];
    } catch (error) {
      // YAML's flow form begins with the same signs; where it is not that either, the complaint about JSON is the helpful one.
      const document = parseYaml(trimmed, { uniqueKeys: true });
      if (document.errors.length > 0) throw new TextProblem(`This is not JSON: ${errorMessage(error)}`);
      return valuesOf(document);
    }
  }
  const documents = parseAllDocuments(trimmed, { uniqueKeys: true, prettyErrors: true });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new TextProblem(`This is not YAML: ${firstLine(error.message)}`);
    return valuesOf(document);
  });
}

/** References are not followed: a few lines of them could stand for more than fits into memory. */
function valuesOf(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown[] {
  try {
    const value = document.toJS({ maxAliasCount: 0 });
    return Array.isArray(value) ? value : [value];
  } catch {
    throw new TextProblem("References (&name, *name) are not read: write out what they stand for.");
  }
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0]?.replace(/:$/, "") ?? message;
}

function readOne(value: unknown, fallbackName: string): ReadWorkflow {
  if (!isRecord(value)) return { ok: false, name: null, problems: ["This is no workflow: it is not an object."] };
  const isBare = !("document" in value) && "nodes" in value;
  const wrapper = wrapperSchema.safeParse(isBare ? { name: fallbackName, document: value } : value);
  const name = typeof value.name === "string" ? value.name : null;
  if (!wrapper.success) {
    const problems = wrapper.error.issues.map((issue) => `${issue.path.join(".") || "workflow"}: ${issue.message}`);
    return { ok: false, name, problems };
  }
  const parsed = parseDocument(wrapper.data.document);
  if (parsed.ok) return { ok: true, workflow: { ...wrapper.data, document: parsed.document } };
  const problems = parsed.errors
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return { ok: false, name: wrapper.data.name, problems };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A file's name: letters, digits and dashes of the workflow's. */
export function fileName(workflows: readonly Pick<WorkflowText, "name">[], format: TextFormat, day: string): string {
  const [only] = workflows;
  const plain = (only?.name ?? "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
  const base = workflows.length === 1 ? plain || "workflow" : `workflows-${day}`;
  return `${base}.${format}`;
}
