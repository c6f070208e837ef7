import { cpus } from "node:os";

/** What the figures were measured on. */
export function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}`;
}
