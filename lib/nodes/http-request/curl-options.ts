/** What the words of a command say, before it is decided what they mean together. */
export interface CurlOptions {
  urls: string[];
  method: string | undefined;
  head: boolean;
  /** `-G`: data goes into the address. */
  get: boolean;
  json: boolean;
  headers: { name: string; value: string }[];
  data: string[];
  form: { name: string; value: string }[];
  notes: string[];
}

type Take = (options: CurlOptions, value: string) => void;

const withValue: Readonly<Record<string, Take>> = {
  "--request": (options, value) => {
    options.method = value;
  },
  "--url": (options, value) => options.urls.push(value),
  "--header": addHeader,
  "--data": addData,
  "--data-ascii": addData,
  "--data-binary": addData,
  "--data-raw": (options, value) => options.data.push(value),
  "--data-urlencode": addEncoded,
  "--json": (options, value) => {
    options.json = true;
    addData(options, value);
  },
  "--form": addForm,
  "--form-string": (options, value) => options.form.push(pair(value)),
  "--user": addUser,
  "--user-agent": (options, value) => options.headers.push({ name: "User-Agent", value }),
  "--referer": (options, value) => options.headers.push({ name: "Referer", value: value.replace(/;auto$/, "") }),
  "--cookie": (options, value) => {
    if (value.includes("=")) options.headers.push({ name: "Cookie", value });
    else note(options, "Cookies in a file cannot be taken over.");
  },
  "--oauth2-bearer": (options, value) => options.headers.push({ name: "Authorization", value: `Bearer ${value}` }),
};

const flags: Readonly<Record<string, (options: CurlOptions) => void>> = {
  "--get": (options) => {
    options.get = true;
  },
  "--head": (options) => {
    options.head = true;
  },
  "--insecure": (options) => note(options, "Certificates are always checked: -k has no counterpart."),
  "--digest": (options) => note(options, "Digest sign-in has no counterpart."),
  "--ntlm": (options) => note(options, "NTLM sign-in has no counterpart."),
  "--negotiate": (options) => note(options, "Kerberos sign-in has no counterpart."),
};

/** Options that say how curl itself works, with what they take; nothing is lost without them. */
const ignoredWithValue = new Set([
  "--max-time",
  "--connect-timeout",
  "--output",
  "--retry",
  "--retry-delay",
  "--max-redirs",
  "--write-out",
]);
const ignored = new Set([
  "--location",
  "--silent",
  "--show-error",
  "--verbose",
  "--compressed",
  "--include",
  "--fail",
  "--fail-with-body",
  "--progress-bar",
  "--no-buffer",
  "--http1.1",
  "--http2",
  "--http1.0",
  "--globoff",
  "--remote-name",
  "--path-as-is",
  "--tcp-nodelay",
  "--no-progress-meter",
  "--basic",
  "--anyauth",
]);
/** Options whose effect is lost. */
const lostWithValue: Readonly<Record<string, string>> = {
  "--proxy": "A proxy cannot be chosen by a node.",
  "--cert": "Client certificates belong in a credential.",
  "--key": "Client certificates belong in a credential.",
  "--cacert": "Whoever runs the server decides which certificates are trusted.",
  "--resolve": "An address cannot be given for a name.",
  "--connect-to": "An address cannot be given for a name.",
  "--interface": "The network interface cannot be chosen.",
  "--unix-socket": "Local sockets cannot be called.",
  "--upload-file": "The file to send is not here: choose File as the body.",
  "--config": "Options in a file cannot be taken over.",
  "--cookie-jar": "Cookies are not kept between calls.",
  "--range": "Add a Range header to ask for a part.",
  "--aws-sigv4": "Signing for AWS has no counterpart.",
};

const short: Readonly<Record<string, string>> = {
  X: "--request",
  H: "--header",
  d: "--data",
  F: "--form",
  u: "--user",
  A: "--user-agent",
  e: "--referer",
  b: "--cookie",
  G: "--get",
  I: "--head",
  k: "--insecure",
  L: "--location",
  s: "--silent",
  S: "--show-error",
  v: "--verbose",
  i: "--include",
  f: "--fail",
  o: "--output",
  m: "--max-time",
  O: "--remote-name",
  N: "--no-buffer",
  "#": "--progress-bar",
  g: "--globoff",
  x: "--proxy",
  E: "--cert",
  T: "--upload-file",
  K: "--config",
  c: "--cookie-jar",
  r: "--range",
  w: "--write-out",
  "0": "--http1.0",
};

/** @returns why the words are no command, for people */
export function readCurlOptions(words: readonly string[]): CurlOptions | string {
  const options: CurlOptions = {
    urls: [],
    method: undefined,
    head: false,
    get: false,
    json: false,
    headers: [],
    data: [],
    form: [],
    notes: [],
  };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const problem = word.startsWith("--")
      ? takeLong(options, word, rest)
      : isShort(word)
        ? takeShort(options, word, rest)
        : addUrl(options, word);
    if (problem !== null) return problem;
  }
  if (options.json) addDefaultHeader(options, "Accept", "application/json");
  return options;
}

function isShort(word: string): boolean {
  return word.startsWith("-") && word.length > 1;
}

function addUrl(options: CurlOptions, word: string): null {
  options.urls.push(word);
  return null;
}

function takeLong(options: CurlOptions, word: string, rest: string[]): string | null {
  const [, name = word, inline] = /^(--[\w.#-]+)=([\s\S]*)$/.exec(word) ?? [];
  if (Object.hasOwn(flags, name)) flags[name]?.(options);
  else if (Object.hasOwn(withValue, name) || ignoredWithValue.has(name) || Object.hasOwn(lostWithValue, name)) {
    const value = inline ?? rest.shift();
    if (value === undefined) return `The option ${name} has nothing after it.`;
    withValue[name]?.(options, value);
    const lost = lostWithValue[name];
    if (lost !== undefined) note(options, lost);
  } else if (!ignored.has(name)) note(options, `The option ${name} is not known here and was left out.`);
  return null;
}

/** `-XPOST`, `-sSL`, `-H "a: b"`: letters that take nothing may stand before the one that takes the rest. */
function takeShort(options: CurlOptions, word: string, rest: string[]): string | null {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    const name = short[letter];
    if (name === undefined) {
      note(options, `The option -${letter} is not known here and was left out.`);
      continue;
    }
    if (Object.hasOwn(flags, name) || ignored.has(name)) takeLong(options, name, []);
    else return takeLong(options, name, at + 1 < word.length ? [word.slice(at + 1)] : rest);
  }
  return null;
}

function addHeader(options: CurlOptions, text: string): void {
  if (text.startsWith("@")) {
    note(options, "Headers in a file cannot be taken over.");
    return;
  }
  // "name;" sends an empty header, "name:" sends none.
  const empty = /^([^:;]+);$/.exec(text);
  if (empty) return void options.headers.push({ name: (empty[1] ?? "").trim(), value: "" });
  const colon = text.indexOf(":");
  const value = text.slice(colon + 1).trim();
  if (colon > 0 && value !== "") options.headers.push({ name: text.slice(0, colon).trim(), value });
}

function addData(options: CurlOptions, text: string): void {
  if (text.startsWith("@")) note(options, `The file ${text.slice(1)} is not here: its content was left out.`);
  else options.data.push(text);
}

function addEncoded(options: CurlOptions, text: string): void {
  const equals = text.indexOf("=");
  const file = text.indexOf("@");
  if (file >= 0 && (equals < 0 || file < equals)) {
    note(options, `The file ${text.slice(file + 1)} is not here: its content was left out.`);
    return;
  }
  const value = encodeURIComponent(text.slice(equals + 1));
  options.data.push(equals > 0 ? `${text.slice(0, equals)}=${value}` : value);
}

function addForm(options: CurlOptions, text: string): void {
  const { name, value } = pair(text);
  if (/^[@<]/.test(value)) {
    note(
      options,
      `The file ${value.slice(1).replace(/;.*$/, "")} is not here: set the field "${name}" to a file of the run.`,
    );
    options.form.push({ name, value: "" });
  } else options.form.push({ name, value: value.replace(/;type=[^;]*$/, "").replace(/^"(.*)"$/s, "$1") });
}

function addUser(options: CurlOptions, text: string): void {
  const bytes = new TextEncoder().encode(text.includes(":") ? text : `${text}:`);
  addDefaultHeader(options, "Authorization", `Basic ${btoa(String.fromCharCode(...bytes))}`);
  note(
    options,
    "The user name and password became a header that everybody who sees the workflow can read. A credential is safer.",
  );
}

function addDefaultHeader(options: CurlOptions, name: string, value: string): void {
  const isThere = options.headers.some((header) => header.name.toLowerCase() === name.toLowerCase());
  if (!isThere) options.headers.push({ name, value });
}

function pair(text: string): { name: string; value: string } {
  const equals = text.indexOf("=");
  return equals < 0 ? { name: text, value: "" } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

function note(options: CurlOptions, text: string): void {
  if (!options.notes.includes(text)) options.notes.push(text);
}
