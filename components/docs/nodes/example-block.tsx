import { CodeBlock } from "#components/shared/code/code-block.tsx";
import type { ExamplePart, NodeExample } from "#lib/docs/node-example.ts";

/** What goes in on the left, what comes of it on the right. */
export function ExampleBlock({ example }: { example: NodeExample }) {
  return (
    <div className="grid grid-cols-2 items-start gap-2.5 max-sm:grid-cols-1">
      <Parts parts={example.given} />
      <Parts parts={example.gives} />
    </div>
  );
}

function Parts({ parts }: { parts: readonly ExamplePart[] }) {
  return (
    <div className="flex min-w-0 flex-col gap-2.5">
      {parts.map(({ title, code }) => (
        <CodeBlock key={title} code={code} language="json" title={title} label={title.toLowerCase()} isWrapped />
      ))}
    </div>
  );
}
