import { z } from "zod";
import type { Repeat } from "../../engine/graph.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { jsonValue, namesWithValues, plainText, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
const bodyTypes = ["none", "json", "form", "text", "multipart", "file"] as const;
const pageModes = ["none", "next-url", "page-number", "cursor", "link-header"] as const;

/** Statuses, as a list or as text: `404, 409`. */
const statusList = z
  .union([z.array(z.number()), z.number().transform((one) => [one]), z.string().transform(numbersIn)], {
    error: "Give statuses with commas between them, such as 404, 409.",
  })
  .refine(
    (list) => list.every((status) => Number.isInteger(status) && status >= 200 && status <= 599),
    "Give statuses from 200 to 599 with commas between them, such as 404, 409.",
  );

export const definition = defineNode({
  type: "http.request",
  version: 1,
  title: "HTTP request",
  summary: "Calls a web address and passes on its answer.",
  category: "network",
  keywords: ["api", "fetch", "curl", "rest", "call", "web", "url", "get", "post", "download"],
  effect: "step",
  // Each page is remembered by itself: none is fetched twice, whatever happens in between.
  stepsWhen: ({ pages }) => pages !== undefined && pages !== "none",
  repeat: repeatOf,
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    method: z
      .string()
      .trim()
      .toUpperCase()
      .pipe(z.enum(methods, `Choose from ${methods.join(", ")}.`))
      .default("GET"),
    url: z.string({ error: "Give the address to call." }).trim().min(1, "Give the address to call."),
    query: namesWithValues.default([]),
    headers: namesWithValues.default([]),
    body: z
      .strictObject({
        type: z.enum(bodyTypes, "Choose what kind of body to send."),
        value: jsonValue.optional(),
      })
      .default({ type: "none" }),
    credential: z.string().trim().default(""),
    response: z.enum(["auto", "json", "text", "file"], "Choose how to read the answer.").default("auto"),
    failOnStatus: z.boolean({ error: "Choose yes or no." }).default(true),
    idempotent: z.boolean({ error: "Choose yes or no." }).default(false),
    retryOn: statusList.default([]),
    pages: z.enum(pageModes, "Choose how the next page is found.").default("none"),
    nextPath: plainText.default(""),
    parameter: plainText.default(""),
    firstPage: wholeNumber({ min: 0, max: 1_000_000, message: "Give a whole number." }).default(1),
    itemsPath: plainText.default(""),
    maxPages: wholeNumber({ min: 1, max: 1_000, message: "Give a number from 1 to 1,000." }).default(100),
    maxItems: wholeNumber({ min: 1, max: 100_000, message: "Give a number from 1 to 100,000." }).default(10_000),
  }),
  defaults: {
    method: "GET",
    url: "https://example.com/",
    query: [],
    headers: [],
    body: { type: "none" },
    response: "auto",
    failOnStatus: true,
    idempotent: false,
  },
  fields: {
    url: {
      widget: "method-url",
      label: "Request",
      help: "GET reads, POST creates, PUT replaces, PATCH changes and DELETE removes.",
      placeholder: "https://api.example.com/orders/{{ input.id }}",
      options: methods.map((method) => ({ value: method, label: method })),
    },
    query: {
      widget: "key-values",
      label: "Query",
      help: "Added to the address after a question mark, safely written.",
    },
    headers: { widget: "key-values", label: "Headers", help: "Sent beside the request, such as Authorization." },
    body: {
      widget: "body",
      label: "Body",
      help: "What is sent. JSON suits most services; a form is what web pages send.",
      options: [
        { value: "none", label: "None" },
        { value: "json", label: "JSON" },
        { value: "form", label: "Form" },
        { value: "text", label: "Text" },
        { value: "multipart", label: "Multipart form" },
        { value: "file", label: "File" },
      ],
    },
    credential: {
      widget: "credential",
      label: "Credential",
      help: "Proves to the service who calls. It is kept apart from the workflow, and goes to the first address only.",
      credentialTypes: ["bearer", "basic", "header", "query-key", "custom", "openai-compatible"],
    },
    response: {
      widget: "select",
      label: "Read the answer as",
      help: "By itself, the node goes by what the server says it sends.",
      options: [
        { value: "auto", label: "What the server says" },
        { value: "json", label: "JSON" },
        { value: "text", label: "Text" },
        { value: "file", label: "A file to keep" },
      ],
      advanced: true,
    },
    failOnStatus: {
      widget: "switch",
      label: "Fail on an error status",
      help: "When off, an answer such as 404 or 500 goes on like any other.",
      advanced: true,
    },
    idempotent: {
      widget: "switch",
      label: "Safe to send twice",
      help: "Turn on when the service knows a repeated request by its Idempotency-Key header. The request is then tried again after a failure.",
      advanced: true,
    },
    retryOn: {
      widget: "text",
      label: "Also try again on",
      help: "Statuses after which it is tried again, besides 408, 429 and 5xx. How often says the node's policy.",
      placeholder: "404, 409",
      advanced: true,
    },
    pages: {
      widget: "select",
      label: "Pages",
      help: "Fetches page after page and passes on all of their items in one list.",
      options: [
        { value: "none", label: "Only this answer" },
        { value: "next-url", label: "The answer holds the next address" },
        { value: "page-number", label: "Pages have numbers" },
        { value: "cursor", label: "The answer holds a token for the next page" },
        { value: "link-header", label: "The Link header names the next page" },
      ],
      advanced: true,
    },
    nextPath: {
      widget: "text",
      label: "Where the next page is named",
      help: "Names with dots between them, from the answer's body on.",
      placeholder: "paging.next",
      showWhen: { key: "pages", in: ["next-url", "cursor"] },
      advanced: true,
    },
    parameter: {
      widget: "text",
      label: "Query parameter",
      help: "What the service calls it in the address. Unless set: page for numbers, cursor for tokens.",
      placeholder: "page",
      showWhen: { key: "pages", in: ["page-number", "cursor"] },
      advanced: true,
    },
    firstPage: {
      widget: "number",
      label: "Number of the first page",
      showWhen: { key: "pages", in: ["page-number"] },
      advanced: true,
    },
    itemsPath: {
      widget: "text",
      label: "Where the items are",
      help: "Names with dots between them. Empty when the body is the list itself.",
      placeholder: "data.items",
      showWhen: { key: "pages", in: ["next-url", "page-number", "cursor", "link-header"] },
      advanced: true,
    },
    maxPages: {
      widget: "number",
      label: "Pages at most",
      showWhen: { key: "pages", in: ["next-url", "page-number", "cursor", "link-header"] },
      advanced: true,
    },
    maxItems: {
      widget: "number",
      label: "Items at most",
      showWhen: { key: "pages", in: ["next-url", "page-number", "cursor", "link-header"] },
      advanced: true,
    },
  },
  output: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: jsonValue,
    timings: z.object({
      dns: z.number(),
      connect: z.number(),
      tls: z.number(),
      server: z.number(),
      transfer: z.number(),
    }),
  }),
  describe: (config) => `${methodText(config.method)} ${addressText(config.url)}`.trim(),
});

/** What is known before the run: a method that is an expression may be anything. */
function repeatOf(config: JsonObject): Repeat {
  const method = methodText(config.method);
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return "safe";
  if (method === "PUT" || method === "DELETE" || config.idempotent === true) return "keyed";
  return "unsafe";
}

function numbersIn(text: string): number[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map(Number);
}

function methodText(method: Json | undefined): string {
  if (method === undefined) return "GET";
  const text = plainText.safeParse(method);
  return text.success
    ? text.data
        .replace(/\{\{.*?\}\}/gs, "…")
        .trim()
        .toUpperCase()
    : "";
}

/** `api.example.com/users/…`: the address without its scheme and query, expressions as dots. */
function addressText(url: Json | undefined): string {
  if (typeof url !== "string") return "";
  const bare = url
    .replace(/\{\{.*?\}\}/gs, "…")
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/[?#].*$/s, "")
    .replace(/\/$/, "");
  return bare.length > 60 ? `${bare.slice(0, 59)}…` : bare;
}
