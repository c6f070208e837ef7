import { writeFile } from "node:fs/promises";
import path from "node:path";
import { limits } from "../lib/config/limits.ts";
import { functionGroups, resultOf } from "../lib/docs/expression-reference.ts";
import type { FunctionEntry } from "../lib/engine/expressions/functions/entry.ts";
import { constantTable } from "../lib/engine/expressions/functions/table.ts";

/**
 * Writes `docs/expressions.md` from the table that the evaluator itself uses: `node bin/generate-expression-docs.ts`.
 * A test fails when the page is stale.
 */
const PAGE = path.resolve(import.meta.dirname, "../docs/expressions.md");

export function expressionDocs(): string {
  const groups = functionGroups().map(({ title, entries }) => `### ${title}\n\n${functionRows(entries)}`);
  return `${introduction()}\n## Functions\n\n${groups.join("\n\n")}\n\n### Constants\n\n${constantRows()}\n`;
}

function functionRows(entries: readonly FunctionEntry[]): string {
  const rows = entries.map((entry) =>
    row([code(entry.signature), text(entry.description), code(entry.example), code(resultOf(entry))]),
  );
  return ["| Function | Gives | Example | Result |", "|---|---|---|---|", ...rows].join("\n");
}

function constantRows(): string {
  const rows = constantTable.map(({ name, description }) => row([code(name), text(description)]));
  return ["| Constant | Is |", "|---|---|", ...rows].join("\n");
}

function row(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function text(value: string): string {
  return value.replaceAll("|", "\\|");
}

function code(value: string): string {
  const fence = value.includes("`") ? "``" : "`";
  return `${fence}${text(value)}${fence}`;
}

function introduction(): string {
  const size = (bytes: number) => (bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MiB` : `${bytes / 1024} KiB`);
  return `<!-- Written by bin/generate-expression-docs.ts from the table of functions. Do not edit. -->
# Expressions

Any text field takes \`{{ … }}\`. Between the braces stands an expression, written as in JavaScript, over the data of the
run: \`{{ trigger.body.total * 1.19 }}\`. Nothing in it can run code, change data or reach beyond what is listed here.

- A field that is exactly one \`{{ … }}\` keeps the type of the value: a number stays a number, a list stays a list.
- In a longer text, values are written as JavaScript writes them (\`null\`, \`undefined\`, \`1.5\`), objects and lists as JSON.
- A result that JSON does not have becomes \`null\` (\`undefined\`, \`NaN\`, \`Infinity\`); members that are \`undefined\` are left out.

## Names

\`trigger\`, the key of each node before this one, \`input\`, \`run\`, \`workflow\`, \`vars\`, \`now\` (an ISO 8601 text, the same when
a run is played again), and inside containers \`item\`, \`index\` and \`state\`. Other names are an error.

A node that was skipped is \`null\`. Reading a member of \`null\` is an error which says why it is \`null\`; write
\`fetch_user?.body\` where that may happen, or \`fetch_user?.body ?? "none"\`.

## Syntax

| What | How |
|---|---|
| Members | \`order.total\`, \`order["net total"]\`, \`items[0]\`, \`order?.customer?.name\` |
| Arithmetic | \`+\` \`-\` \`*\` \`/\` \`%\` \`**\` |
| Comparison | \`==\` \`!=\` \`===\` \`!==\` \`<\` \`<=\` \`>\` \`>=\` |
| Logic | \`&&\` \`\\|\\|\` \`!\` \`??\` \`condition ? then : otherwise\` |
| Bits | \`&\` \`\\|\` \`^\` \`~\` \`<<\` \`>>\` \`>>>\` |
| Tests | \`typeof value\`, \`"key" in object\` |
| Texts | \`"a"\`, \`'a'\`, \`\` \`Dear \${name}\` \`\` |
| Lists and objects | \`[1, ...more]\`, \`{ id, total: 5, [key]: value, ...rest }\` |
| Functions for lists | \`items.map(item => item.sku)\`, \`items.map(({ sku, n = 1 }, index) => …)\`, \`texts.map(Number)\` |

Objects have their own members only: there are no prototypes, and \`value.constructor\` is nothing. A function that
changes a list in JavaScript, such as \`sort\`, \`reverse\` or \`fill\`, gives a changed copy here. Not part of the language:
assignments, statements, blocks \`{ … }\` in arrow functions, \`this\`, \`new\`, \`import\`, \`function\`, tagged templates,
and functions as values.

## Regular expressions

\`/…/flags\` is a value for \`match\`, \`matchAll\`, \`search\`, \`replace\`, \`replaceAll\` and \`split\` of texts, and has \`test\` and
\`exec\` itself: \`{{ trigger.body.subject.match(/#(?<ticket>[0-9]+)/)?.groups.ticket }}\`. However a pattern is written, one
search takes a time that grows with the length of the text and no faster, and its steps are counted as any others.

| What | How |
|---|---|
| Characters | \`a\`, \`.\`, \`[a-z0-9_]\`, \`[^,]\`, \`\\d\` \`\\w\` \`\\s\` and their opposites \`\\D\` \`\\W\` \`\\S\`, \`\\p{L}\`, \`\\p{Script=Greek}\`, \`\\u{1F600}\` |
| Repeating | \`*\` \`+\` \`?\` \`{3}\` \`{2,}\` \`{2,5}\`, with \`?\` behind it: as few as possible |
| Groups | \`(…)\`, \`(?<name>…)\`, \`(?:…)\` without keeping, \`one\\|other\` |
| Edges | \`^\` \`$\` \`\\b\` \`\\B\` |
| Flags | \`g\` all matches, \`i\` any case, \`m\` \`^\` and \`$\` at each line, \`s\` \`.\` is any character; \`u\` may stand there |

What is accepted matches as in JavaScript with the flag \`u\`: by whole characters, an emoji is one. What differs:

- Refused, because no engine can match it in a time that is sure: look-ahead and look-behind (\`(?=…)\`, \`(?<!…)\`) and back
  references (\`\\1\`). Refused as well, because engines give different results: repeating what holds a group and can be empty
  (\`(a*)*\`), and a group that takes part in some rounds of a repetition only (\`(?:(a)|b)+\`).
- \`matchAll\` gives a list. A regular expression remembers nothing: \`test\` and \`exec\` with the flag \`g\` begin at the start each time.
- It cannot be made from text, and cannot be the result of an expression.

## Limits

| Limit of one evaluation | |
|---|---|
| Length of an expression | ${size(limits.expressionBytes)} |
| Steps (a callback, an element of a list, 64 characters of text) | ${limits.expressionSteps.toLocaleString("en-US")} |
| Nesting | ${limits.expressionDepth} levels |
| Size of the result, and of any text on the way | ${size(limits.expressionResultBytes)} |
| Time | ${limits.expressionMs} ms |
| Parts of a regular expression, with its counts written out | ${limits.patternSize.toLocaleString("en-US")} |
`;
}

if (import.meta.main) await writeFile(PAGE, expressionDocs());
