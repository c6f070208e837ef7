import type { DocumentSettings } from "../engine/document.ts";
import type { CompiledDocument } from "../engine/graph.ts";
import { AppError } from "../errors.ts";
import { type LoadExecutor, type PreparedGraph, prepareGraph } from "./prepared-graph.ts";

/** A version as it is stored, compiled. */
export interface CompiledVersion {
  versionId: string;
  workspaceId: string;
  workflowId: string;
  workflowName: string;
  settings: DocumentSettings;
  compiled: CompiledDocument;
  /** Whether an expression may read `vars`. */
  readsVars: boolean;
  /** Whether an expression may read or write times in the workspace's zone. */
  readsZone: boolean;
}

/** Versions never change, so a compiled one is kept while it is used. */
const KEPT = 500;

/** Compiled versions with the code of their nodes, by version and trigger; loaded once, shared by all runs. */
export class VersionSource {
  readonly #load: (versionId: string) => Promise<CompiledVersion>;
  readonly #executors: LoadExecutor;
  readonly #versions = new Map<string, Promise<LoadedVersion>>();
  /** Those that are loaded: the way without a promise, for the door that has no time to lose. */
  readonly #ready = new Map<string, LoadedVersion>();

  /** @param load gives a stored version, or throws AppError `not_found` or `version_not_runnable` */
  constructor(load: (versionId: string) => Promise<CompiledVersion>, executors: LoadExecutor) {
    this.#load = load;
    this.#executors = executors;
  }

  cached(versionId: string): LoadedVersion | undefined {
    return this.#ready.get(versionId);
  }

  get(versionId: string): Promise<LoadedVersion> {
    const known = this.#versions.get(versionId);
    if (known) {
      this.#versions.delete(versionId);
      this.#versions.set(versionId, known);
      return known;
    }
    const loading = this.#prepare(versionId);
    this.#versions.set(versionId, loading);
    loading.then(
      (version) => void this.#ready.set(versionId, version),
      () => void this.#versions.delete(versionId),
    );
    for (const oldest of this.#versions.keys()) {
      if (this.#versions.size <= KEPT) break;
      this.#versions.delete(oldest);
      this.#ready.delete(oldest);
    }
    return loading;
  }

  async #prepare(versionId: string): Promise<LoadedVersion> {
    const version = await this.#load(versionId);
    const graphs = new Map<string, PreparedGraph>();
    for (const [trigger, graph] of version.compiled.graphs)
      graphs.set(trigger, await prepareGraph(graph, this.#executors));
    return { ...version, graphs };
  }
}

export interface LoadedVersion extends CompiledVersion {
  graphs: ReadonlyMap<string, PreparedGraph>;
}

/** @throws AppError `not_found` */
export function graphOf(version: LoadedVersion, triggerNodeId: string): PreparedGraph {
  const graph = version.graphs.get(triggerNodeId);
  if (!graph) throw new AppError("not_found", 404, "This version of the workflow has no such trigger.");
  return graph;
}
