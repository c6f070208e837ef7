import type { HttpTool } from "./tool-config.ts";

const PLACE = /\{([a-zA-Z_][a-zA-Z0-9_]*)\}/g;

type Addressed = Pick<HttpTool, "url" | "parameters" | "method">;

/** What is wrong with a tool's address, with the field to look at; null: nothing. */
export function addressProblem({ url, parameters, method }: Addressed): { field: string; message: string } | null {
  const names = parameters.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return { field: "parameters", message: `Two parameters are called ${twice}.` };
  const parts = partsOf(url);
  if (parts === null)
    return {
      field: "url",
      message: "This is not a web address. It looks like https://api.example.com/orders/{number}.",
    };
  if (/[{}]/.test(parts.origin))
    return {
      field: "url",
      message:
        "The model may not choose the server: put {…} behind its name, as in https://api.example.com/orders/{number}.",
    };
  if (/[{}]/.test(parts.rest))
    return { field: "url", message: "Parameters of the query are listed below; {…} is for parts of the path." };
  const inPath = [...parts.path.matchAll(PLACE)].map(([, name]) => name);
  const declared = new Set(parameters.filter((one) => one.in === "path").map(({ name }) => name));
  const unknown = inPath.find((name) => name !== undefined && !declared.has(name));
  if (unknown !== undefined)
    return {
      field: "parameters",
      message: `The address has {${unknown}}: list ${unknown} as a parameter of the path.`,
    };
  const unused = [...declared].find((name) => !inPath.includes(name));
  if (unused !== undefined)
    return { field: "url", message: `${unused} is a parameter of the path: put {${unused}} where it belongs.` };
  if (method === "GET" && parameters.some((one) => one.in === "body"))
    return {
      field: "parameters",
      message: "GET sends no body. Put the parameter into the query, or choose another method.",
    };
  return null;
}

/** `https://host` · `/path` · `?query#…`. Null: no web address. */
function partsOf(url: string): { origin: string; path: string; rest: string } | null {
  const match = /^(https?:\/\/[^/?#\\]+)([^?#\\]*)(.*)$/is.exec(url);
  if (match === null || URL.parse(url.replace(PLACE, "x")) === null) return null;
  return { origin: match[1] ?? "", path: match[2] ?? "", rest: match[3] ?? "" };
}

/** A value that would change the structure of a path: empty, `..`, or with one of these between slashes. */
function bendsPath(value: string): boolean {
  return value === "" || value.split(/[/\\]/).some((part) => part === "." || part === "..");
}

/**
 * The address with what a model gave in its places. Whatever it gave, server and path keep their structure.
 * @throws Error saying what the model is to give instead
 */
export function addressWith({ url, parameters }: Addressed, given: Readonly<Record<string, unknown>>): string {
  const values = new Map(
    parameters.flatMap(({ name, in: place }) =>
      place !== "body" && Object.hasOwn(given, name) && given[name] !== null ? [[name, String(given[name])]] : [],
    ),
  );
  const filled = url.replace(PLACE, (whole, name: string) => {
    const value = values.get(name);
    if (value === undefined) return whole;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    if (bendsPath(value) || /[\u0000-\u001f\u007f]/.test(value) || !value.isWellFormed())
      throw new Error(`${name} cannot be ${JSON.stringify(value.slice(0, 100))}: it is one part of a path.`);
    return encodeURIComponent(value);
  });
  const address = new URL(filled);
  const pattern = new URL(url.replace(PLACE, "x"));
  // By construction it cannot be otherwise; a mistake in it must not become a way out.
  if (address.origin !== pattern.origin || segments(address) !== segments(pattern))
    throw new Error("These values do not fit into the address.");
  for (const { name, in: place } of parameters) {
    const value = values.get(name);
    if (place === "query" && value !== undefined) address.searchParams.append(name, value);
  }
  return address.href;
}

function segments({ pathname }: URL): number {
  return pathname.split("/").length;
}
