import type { Json } from "../../engine/json.ts";
import { asFileReference } from "../../files/file-reference.ts";
import { type NameValue, namesWithValues } from "../config-schemas.ts";
import { NodeError } from "../define.ts";
import { headerText, isHeaderName, isHeaderValue } from "../header-rules.ts";
import type { StepFiles } from "../step-context.ts";
import { fileBody, multipartBody, type Part } from "./file-bodies.ts";

interface BodyConfig {
  type: "none" | "json" | "form" | "text" | "multipart" | "file";
  value?: Json;
}
interface Body {
  body?: Uint8Array | string;
  contentType?: string;
}

/** The address with `query` added to what it already asks; a list makes a name come several times. */
export function urlOf(address: string, query: readonly NameValue[]): string {
  if (query.length === 0) return address;
  const url = URL.parse(address);
  if (url === null) {
    throw wrong(`"${address.slice(0, 100)}" is not a web address. It looks like https://example.com/path.`, "url");
  }
  for (const [name, value] of textRows(query)) url.searchParams.append(name, value);
  return url.href;
}

/** By lower-case name; a name given twice is one list, as HTTP has it. */
export function headersOf(rows: readonly NameValue[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (const row of rows) {
    const name = row.name.toLowerCase();
    const value = headerText(row.value);
    if (!isHeaderName(name)) throw wrong(`"${row.name.slice(0, 100)}" is not a header name.`, "headers");
    if (!isHeaderValue(value)) {
      throw wrong(`The header ${name} holds a line break or a character HTTP cannot send.`, "headers");
    }
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}${name === "cookie" ? "; " : ", "}${value}`);
  }
  return Object.fromEntries(headers);
}

/** @throws NodeError `invalid_input`, `not_found` for a file that is not there any more */
export async function bodyOf(config: BodyConfig, files: StepFiles): Promise<Body> {
  switch (config.type) {
    case "none":
      return {};
    case "json":
      return { body: jsonText(config.value ?? null), contentType: "application/json" };
    case "text":
      return { body: textOf(config.value ?? ""), contentType: "text/plain; charset=utf-8" };
    case "form":
      return {
        body: new URLSearchParams(formRows(config.value)).toString(),
        contentType: "application/x-www-form-urlencoded",
      };
    case "multipart":
      return multipartBody(partsOf(config.value), files);
    case "file":
      return fileBody(config.value, files);
  }
}

/** Text that is a JSON object or list already is sent as it is: it came out of a JSON editor or another answer. */
function jsonText(value: Json): string {
  if (typeof value === "string" && /^\s*[{[]/.test(value)) {
    try {
      JSON.parse(value);
      return value;
    } catch {
      // Any other text is a JSON string.
    }
  }
  return JSON.stringify(value);
}

function formRows(value: Json | undefined): [string, string][] {
  return textRows(rowsOf(value));
}

function partsOf(value: Json | undefined): Part[] {
  return rowsOf(value).flatMap(({ name, value }) =>
    (Array.isArray(value) ? value : [value]).map((one): Part => {
      const reference = asFileReference(one);
      return reference === null ? { name, text: textOf(one) } : { name, file: reference.file };
    }),
  );
}

function rowsOf(value: Json | undefined): NameValue[] {
  if (value === undefined || value === null || value === "") return [];
  const rows = namesWithValues.safeParse(value);
  if (!rows.success) throw wrong("A form body is a list of names with values, or an object.", "body");
  return rows.data;
}

function textRows(rows: readonly NameValue[]): [string, string][] {
  return rows.flatMap(({ name, value }) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, textOf(one)]),
  );
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function wrong(message: string, field: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never", details: { field } });
}
