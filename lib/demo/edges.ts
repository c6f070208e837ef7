import type { DocumentEdge } from "../engine/document.ts";

/** `a > b`, or `a.port > b`: edges between nodes by their ids. */
export function edges(...lines: string[]): DocumentEdge[] {
  return lines.map((line, index) => {
    const [from = "", target = ""] = line.split(" > ");
    const [source = "", sourcePort = "out"] = from.split(".");
    return { id: `e_${index + 1}`, source, sourcePort, target, targetPort: "in" };
  });
}
