export interface NewNode {
  type: string;
  title: string;
  category: string;
  /** `pure` or `step`. */
  effect: string;
}

/** The files of a new node, by name: a small node that works, to be changed into what it is meant to be. */
export function nodeFiles(node: NewNode): [file: string, content: string][] {
  return [
    ["definition.ts", definitionSource(node)],
    ["executor.ts", executorSource(node)],
    ["executor.test.ts", testSource],
    ["icon.svg", iconSource],
    ["README.md", readmeSource(node)],
  ];
}

function definitionSource({ type, title, category, effect }: NewNode): string {
  const repeat = effect === "pure" ? "" : '\n  repeat: "safe",';
  return `import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";

export const definition = defineNode({
  type: ${JSON.stringify(type)},
  version: 1,
  title: ${JSON.stringify(title)},
  summary: "Passes on the value it is given.",
  category: ${JSON.stringify(category)},
  effect: ${JSON.stringify(effect)},${repeat}
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({ value: jsonValue.optional() }),
  defaults: { value: "{{ input }}" },
  fields: {
    value: {
      widget: "template",
      label: "Value",
      help: "What is passed on. A value that is exactly one {{ … }} keeps its type.",
      placeholder: "{{ input }}",
    },
  },
  output: z.object({ value: jsonValue }),
  describe: (config) => shown(config.value),
});
`;
}

function executorSource({ effect }: NewNode): string {
  const define = effect === "pure" ? "definePure" : "defineStep";
  const run = effect === "pure" ? "({ config })" : "async ({ config })";
  return `import { ${define} } from "../define.ts";
import { definition } from "./definition.ts";

export default ${define}(definition, ${run} => ({ port: "out", output: { value: config.value ?? null } }));
`;
}

const testSource = `import { expect, test } from "vitest";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

test("passes on its value", async () => {
  const result = await runNode(executor, { config: { value: "{{ input.count + 1 }}" }, input: { count: 1 } });
  expect(result).toEqual({ port: "out", output: { value: 2 } });
});
`;

const iconSource = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
  <rect x="4" y="4" width="16" height="16" rx="3"/>
  <path d="M9 12h6"/>
</svg>
`;

function readmeSource({ title }: NewNode): string {
  return `# ${title}

Passes on the value it is given.

## Fields

| field   | meaning                                                                  |
| ------- | ------------------------------------------------------------------------ |
| \`value\` | What is passed on. A value that is exactly one \`{{ … }}\` keeps its type. |

## Output

\`{ value }\`.

## Errors

None.

## Examples

What comes in:

\`\`\`json
{ "config": { "value": "{{ input }}" }, "input": [1, 2], "output": { "value": [1, 2] } }
\`\`\`

A text:

\`\`\`json
{ "config": { "value": "Hello {{ input.name }}" }, "input": { "name": "Lena" }, "output": { "value": "Hello Lena" } }
\`\`\`
`;
}
