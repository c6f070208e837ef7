import type { Json } from "../../engine/json.ts";
import { type NameValue, namesWithValues } from "../config-schemas.ts";
import { NodeError } from "../define.ts";
import { headerText, isHeaderName, isHeaderValue } from "../header-rules.ts";

interface BodyConfig {
  type: "none" | "json" | "form" | "text" | "multipart";
  value?: Json;
}
interface Body {
  body?: string;
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

export function bodyOf(config: BodyConfig): Body {
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
      return multipart(formRows(config.value));
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
  if (value === undefined || value === null || value === "") return [];
  const rows = namesWithValues.safeParse(value);
  if (!rows.success) throw wrong("A form body is a list of names with values, or an object.", "body");
  return textRows(rows.data);
}

function textRows(rows: readonly NameValue[]): [string, string][] {
  return rows.flatMap(({ name, value }) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, textOf(one)]),
  );
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function multipart(rows: [string, string][]): Body {
  // Any text that is in no part will do: it is made longer until it is.
  let boundary = "heddle-form-boundary";
  while (rows.some(([name, value]) => name.includes(boundary) || value.includes(boundary))) boundary += "-x";
  const parts = rows.map(
    ([name, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${quotable(name)}"\r\n\r\n${value.replace(/\r?\n/g, "\r\n")}\r\n`,
  );
  return { body: `${parts.join("")}--${boundary}--\r\n`, contentType: `multipart/form-data; boundary=${boundary}` };
}

/** As browsers write a field's name: nothing in it can end the header. */
function quotable(name: string): string {
  return name.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");
}

function wrong(message: string, field: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never", details: { field } });
}
