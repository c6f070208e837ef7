export interface CurlRequest {
  method: string;
  /** With the instance's address. */
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
  /** Sent as JSON. */
  body?: unknown;
  /** The name under which the answer is saved. */
  saveAs?: string;
}

/** A request as a shell takes it. A header's `$NAME` stays for the shell to fill in; nothing else is read by it. */
export function curlExample({ method, url, headers, body, saveAs }: CurlRequest): string {
  const isPlain = method === "GET" || (method === "POST" && body !== undefined);
  const first = ["curl", ...(isPlain ? [] : [`-X ${method}`]), quoted(url)].join(" ");
  const lines = [
    first,
    ...headers.map(
      ([name, value]) => `-H ${value.includes("$") ? `"${name}: ${value}"` : quoted(`${name}: ${value}`)}`,
    ),
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d ${quoted(bodyText(body))}`]),
    ...(saveAs === undefined ? [] : [`-o ${saveAs}`]),
  ];
  return lines.join(" \\\n  ");
}

function bodyText(body: unknown): string {
  const text = JSON.stringify(body, null, 2);
  return text.length <= 60 ? JSON.stringify(body) : text.replaceAll("\n", "\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
