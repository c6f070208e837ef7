import "server-only";
import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { versions, workflows } from "#db/schema/workflows.ts";
import { compile } from "../engine/compile/compile.ts";
import { AppError } from "../errors.ts";
import type { Catalogue } from "../nodes/define.ts";
import { readsOf } from "./start-values.ts";
import type { CompiledVersion } from "./version-source.ts";

/**
 * A version from the database, compiled.
 * @throws AppError `not_found`; `version_not_runnable` when this build's catalogue cannot run it
 */
export async function loadStoredVersion(
  db: Database,
  catalogue: Catalogue,
  versionId: string,
): Promise<CompiledVersion> {
  const [row] = await db.withEngine((tx) =>
    tx
      .select({
        workspaceId: versions.workspaceId,
        workflowId: versions.workflowId,
        document: versions.document,
        name: workflows.name,
      })
      .from(versions)
      .innerJoin(workflows, eq(workflows.id, versions.workflowId))
      .where(eq(versions.id, versionId)),
  );
  if (!row) throw new AppError("not_found", 404, "There is no such version of a workflow.");
  const result = compile(row.document, catalogue);
  if (!result.ok) {
    const [first] = result.problems.filter(({ severity }) => severity === "error");
    throw new AppError(
      "version_not_runnable",
      409,
      `This version cannot be run: ${first?.message ?? "it has problems"}`,
      {
        extra: { problems: result.problems },
      },
    );
  }
  return {
    versionId,
    workspaceId: row.workspaceId,
    workflowId: row.workflowId,
    workflowName: row.name,
    settings: row.document.settings ?? {},
    compiled: result.compiled,
    ...readsOf(row.document),
  };
}
