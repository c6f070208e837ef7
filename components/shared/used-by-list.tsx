import Link from "next/link";

interface Use {
  workflow: { id: string; name: string };
  /** What people call the nodes. */
  nodes: readonly string[];
  published: boolean;
}

/** Workflows that name something, each with its nodes. */
export function UsedByList({ uses }: { uses: readonly Use[] }) {
  return (
    <ul className="max-h-40 overflow-y-auto text-small">
      {uses.map(({ workflow, nodes, published }) => (
        <li key={workflow.id} className="py-0.5">
          <Link href={`/workflows/${workflow.id}`} className="font-medium underline">
            {workflow.name}
          </Link>
          <span className="text-fg-3">
            : {nodes.join(", ")}
            {published ? " · live" : ""}
          </span>
        </li>
      ))}
    </ul>
  );
}
