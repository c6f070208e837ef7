import type { DocumentEdge, DocumentNode } from "../document.ts";
import type { Problem } from "../graph.ts";

type More = Partial<Omit<Problem, "severity" | "code" | "message">>;

/** Everything that is wrong with a document, collected while it is compiled: nothing stops at the first. */
export class Problems {
  readonly found: Problem[] = [];
  #errors = 0;

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  error(code: string, message: string, more: More = {}): void {
    this.#errors += 1;
    this.found.push({ severity: "error", code, message, ...more });
  }

  warning(code: string, message: string, more: More = {}): void {
    this.found.push({ severity: "warning", code, message, ...more });
  }
}

/** How a message names a node: by its label, else by its key. */
export function named(node: DocumentNode): string {
  const label = node.label?.trim();
  return `"${label ? label : node.key}"`;
}

export function edgeNamed(edge: DocumentEdge, nodes: ReadonlyMap<string, { node: DocumentNode }>): string {
  const end = (id: string) => {
    const found = nodes.get(id);
    return found ? named(found.node) : `a node that does not exist (${id})`;
  };
  return `The connection from ${end(edge.source)} to ${end(edge.target)}`;
}
