import { DocsHome } from "#components/docs/docs-home.tsx";
import { allContracts } from "#lib/api/contracts/all.ts";
import { listArticles } from "#lib/docs/articles.ts";
import { nodeGroups } from "#lib/docs/node-groups.ts";
import { functionTable } from "#lib/engine/expressions/functions/table.ts";
import { catalogue } from "#lib/nodes/catalog.ts";

export default async function Page() {
  const [guides, architecture, decisions] = await Promise.all([
    listArticles("guides"),
    listArticles("architecture"),
    listArticles("decisions"),
  ]);
  const counts = {
    functions: functionTable.length,
    operations: allContracts.length,
    decisions: decisions.length,
  };
  return <DocsHome guides={guides} architecture={architecture} nodes={nodeGroups(catalogue.all())} counts={counts} />;
}
