import { NodeError } from "../../nodes/define.ts";

/**
 * An index would take them, or fail in words of its own.
 * @throws NodeError `invalid_input`
 */
export function requireVectors(vectors: Iterable<Float32Array>, dimensions: number): void {
  for (const vector of vectors) {
    if (vector.length !== dimensions) {
      throw refused(
        `The vector has ${vector.length} numbers, but those of this knowledge base have ${dimensions}. They are of two models, or of two settings of one.`,
      );
    }
    if (!vector.every(Number.isFinite)) throw refused("The vector holds something that is no number.");
  }
}

function refused(message: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never" });
}
