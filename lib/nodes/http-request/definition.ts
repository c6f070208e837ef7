import { z } from "zod";
import type { Repeat } from "../../engine/graph.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { jsonValue, namesWithValues, plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
const bodyTypes = ["none", "json", "form", "text", "multipart"] as const;

export const definition = defineNode({
  type: "http.request",
  version: 1,
  title: "HTTP request",
  summary: "Calls a web address and passes on its answer.",
  category: "network",
  keywords: ["api", "fetch", "curl", "rest", "call", "web", "url", "get", "post", "download"],
  effect: "step",
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
    response: z.enum(["auto", "json", "text"], "Choose how to read the answer.").default("auto"),
    failOnStatus: z.boolean({ error: "Choose yes or no." }).default(true),
    idempotent: z.boolean({ error: "Choose yes or no." }).default(false),
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
      ],
    },
    response: {
      widget: "select",
      label: "Read the answer as",
      help: "By itself, the node goes by what the server says it sends.",
      options: [
        { value: "auto", label: "What the server says" },
        { value: "json", label: "JSON" },
        { value: "text", label: "Text" },
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
