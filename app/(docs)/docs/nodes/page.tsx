import type { Metadata } from "next";
import { NodeIndex } from "#components/docs/nodes/node-index.tsx";
import { nodeGroups } from "#lib/docs/node-groups.ts";
import { catalogue } from "#lib/nodes/catalog.ts";

export const metadata: Metadata = { title: "Nodes" };

export default function Page() {
  return <NodeIndex groups={nodeGroups(catalogue.all())} />;
}
