export interface ExamplePart {
  title: string;
  /** JSON, laid out. */
  code: string;
}

/** What a node is given, and what comes of it. */
export interface NodeExample {
  given: readonly ExamplePart[];
  gives: readonly ExamplePart[];
}

const given = { config: "Settings", inside: "Inside", knowledge: "In the knowledge base", input: "Input" } as const;
const gives = {
  request: "What is sent",
  answer: "What is answered",
  port: "Way on",
  output: "Output",
  error: "Error",
} as const;

/** An example of a README, `{ "config", "input", "output" }`, in parts; undefined where the code is something else. */
export function nodeExample(code: string): NodeExample | undefined {
  const example = parseObject(code);
  const titles: Readonly<Record<string, string>> = { ...given, ...gives };
  if (example === undefined || !Object.keys(example).every((key) => Object.hasOwn(titles, key))) return undefined;
  const parts = (wanted: Readonly<Record<string, string>>) =>
    Object.entries(wanted).flatMap(([key, title]) =>
      key in example ? [{ title, code: JSON.stringify(example[key], null, 2) }] : [],
    );
  const made = { given: parts(given), gives: parts(gives) };
  return made.gives.length === 0 ? undefined : made;
}

function parseObject(code: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(code);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
