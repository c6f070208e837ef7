import { NodeTile } from "#components/canvas/node-tile.tsx";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { reasonOf } from "#components/canvas/problem-reason.ts";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import type { Problem } from "#lib/engine/graph.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { cn } from "#lib/utils.ts";
import { useDocument, useEditor, useProblems } from "../editor-context.tsx";

/** All problems at once, kept up to date while typing. */
export function ProblemsPanel() {
  const problems = useProblems((state) => state.all);
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 p-3 text-fg-3 text-small">
        <StatusIcon status="done" size={14} />
        Nothing is wrong. This workflow can be published.
      </p>
    );
  }
  const sorted = [...problems].sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  return (
    <ul aria-label="Problems" className="h-full overflow-y-auto py-1">
      {sorted.map((problem, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two problems can be the same in every part
        <ProblemRow key={i} problem={problem} />
      ))}
    </ul>
  );
}

/** One problem; a click goes to its node and field. */
export function ProblemRow({ problem, onGo }: { problem: Problem; onGo?: () => void }) {
  const { session, actions } = useEditor();
  const node = useDocument((state) => (problem.nodeId === undefined ? undefined : state.nodes[problem.nodeId]));
  const edge = useDocument((state) => (problem.edgeId === undefined ? undefined : state.edges[problem.edgeId]));
  const definition = node && catalogue.get(node.type);
  const label = problem.field && definition?.fields[problem.field.split(/[.[]/, 1)[0] ?? ""]?.label;
  const go = () => {
    onGo?.();
    if (node !== undefined) {
      session.getState().goTo(node.id, problem.field ?? null);
      actions.reveal(node.id);
    } else if (edge !== undefined) {
      session.getState().select([], [edge.id]);
      actions.reveal(edge.source);
    }
  };
  const content = (
    <>
      <StatusIcon status="problem" size={14} className={problem.severity === "error" ? "text-fail" : "text-wait"} />
      <span className="sr-only">{problem.severity === "error" ? "Error:" : "Warning:"}</span>
      {node !== undefined && (
        <span className="flex shrink-0 items-center gap-1.5">
          <NodeTile type={node.type} category={definition?.category} size="sm" />
          <b>{nodeTitle(node)}</b>
          {label && <span className="text-fg-3">{label}</span>}
        </span>
      )}
      <span className="min-w-0 text-fg-2 max-sm:basis-full max-sm:pl-[22px]">
        {label ? reasonOf(problem) : problem.message}
      </span>
    </>
  );
  const shared = "flex min-h-8 w-full items-center gap-2 px-3 py-1 text-left text-small";
  return (
    <li>
      {node === undefined && edge === undefined ? (
        <div className={shared}>{content}</div>
      ) : (
        <button type="button" className={cn(shared, "hover:bg-hover max-sm:flex-wrap")} onClick={go}>
          {content}
        </button>
      )}
    </li>
  );
}
