import type { StepAi } from "../ai/calls.ts";
import type { Repeat } from "../engine/graph.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import type { FileReference } from "../files/file-reference.ts";
import type { Conversion } from "../formats/protocol.ts";
import type { StepMemory } from "../memory/step-memory.ts";
import type { AddedDocument, AddedText, Found, KnowledgeDocument, Passage, Search } from "../rag/step-types.ts";
import type { AnyDefinition } from "./define.ts";

/** What a pure executor may know beside its config and input. It is synchronous: it runs inside the walk. */
export interface PureContext {
  /** Milliseconds since the epoch; the same on every replay. */
  now(): number;
  log(level: "info" | "warn" | "error", message: string): void;
}

/** What a pure executor may do besides: settings that its definition lists under `perItem`, for one item after the other. */
export interface PureNodeContext extends PureContext {
  /** The setting with `item` and `index` in sight. @throws ExpressionError */
  perItem(field: string, item: Json, index: number): Json;
}

/** A request through the outbound gate. */
export interface OutboundRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** Bytes of the response body that are read at most; more is the error `output_too_large`. */
  maxBytes?: number;
  followRedirects?: boolean;
  /** Id of the credential it is sent with: failures of one do not stop calls with another. */
  credential?: string;
  /** Names of headers, in lower case, that no other origin gets by a redirect, whatever they are called. */
  privateHeaders?: readonly string[];
}
/** An answer whose body is read while it arrives. It must be read to its end, or left with `return`. */
export interface OutboundStream {
  status: number;
  headers: Record<string, string>;
  /** Address after redirects. */
  url: string;
  /** Decoded. Throws NodeError when the connection breaks or more than `maxBytes` come. */
  body: AsyncIterable<Uint8Array>;
  /** As far as it has come; `transfer` is whole once the body is. */
  timings(): OutboundResponse["timings"];
}
export interface OutboundResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
  /** Address after redirects. */
  url: string;
  timings: { dns: number; connect: number; tls: number; server: number; transfer: number };
}

export type SandboxLogLevel = "debug" | "info" | "warn" | "error";

/** Files of the run's workspace. */
export interface StepFiles {
  /**
   * Stores `content` as it arrives; the answer is what outputs carry.
   * @throws NodeError `output_too_large`
   */
  put(
    file: { name: string; mediaType: string },
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options?: { maxBytes?: number },
  ): Promise<FileReference>;
  /** @throws NodeError `not_found` */
  open(id: string): Promise<FileReference["file"] & { content: AsyncIterable<Uint8Array> }>;
}

/** Reads and writes CSV, JSON, XML, YAML and HTML, on threads of its own (lib/formats). */
export interface StepFormats {
  /** @throws NodeError `invalid_input` with `details.line`, `details.row` …, `timeout`, `quota` */
  convert(conversion: Conversion, value: Json, options: JsonObject): Promise<Json>;
}

/** A credential, opened for the step that asked. */
export interface StepCredential {
  id: string;
  name: string;
  /** A folder of lib/credentials/types. */
  type: string;
  values: Readonly<Record<string, string>>;
  /**
   * The request with what proves who calls.
   * @throws NodeError `auth` where this kind of credential is not for HTTP
   */
  authorize(request: OutboundRequest): OutboundRequest;
}

export interface StepCredentials {
  /**
   * @param accepted kinds that fit; default: any
   * @throws NodeError `auth`
   */
  get(id: string, accepted?: readonly string[]): Promise<StepCredential>;
  /** Which there are of these kinds, without what they hold. */
  list(types: readonly string[]): Promise<readonly { id: string; name: string; type: string }[]>;
}

/** Knowledge bases of the run's workspace, each by its id or name (lib/rag). */
export interface StepKnowledge {
  /** @throws NodeError `not_found`, and as models and indexes do */
  search(base: string, search: Search): Promise<Found>;
  /**
   * The same content under the same key is added once.
   * @throws NodeError `not_found`
   */
  add(base: string, text: AddedText): Promise<AddedDocument>;
  /** @throws NodeError `not_found` when it was deleted meanwhile */
  status(added: AddedDocument): Promise<KnowledgeDocument>;
  /** Page on which a person reads the passage in its document. */
  linkTo(passage: Pick<Passage, "document" | "from">): string;
}

/** The whole outside world of a step. */
export interface StepContext extends PureContext {
  /** Secrets of what is opened here are masked in everything that the step gives, logs or fails with. */
  credentials: StepCredentials;
  signal: AbortSignal;
  /** The same for every try of this node run: give it to targets that de-duplicate. */
  idempotencyKey: string;
  attempt: number;
  /** Tries before this one that were under way when their process died: what they did is not known. */
  lost: number;
  fetch(request: OutboundRequest): Promise<OutboundResponse>;
  /** As `fetch`, for bodies that are not to be held in memory. */
  stream(request: OutboundRequest): Promise<OutboundStream>;
  files: StepFiles;
  /** Language and embedding models (lib/ai). */
  ai: StepAi;
  formats: StepFormats;
  knowledge: StepKnowledge;
  /** What was said before in conversations of this node (lib/memory). */
  memory: StepMemory;
  /** Runs code nobody vouches for, the body of an async function of `input`; it reaches nothing (lib/sandbox). */
  sandbox: {
    /** @throws NodeError `invalid_input` with `details.line` and `details.column`, `timeout`, `quota`, `output_too_large` */
    run(code: string, input: Json): Promise<{ result: Json; logs: { level: SandboxLogLevel; message: string }[] }>;
  };
  /** Ephemeral progress for viewers; never journalled. */
  emit(delta: Json): void;
}

export interface StepOptions<T> {
  /** Default: the node's. An `unsafe` one is not tried again by itself, whatever the node's policy. */
  repeat?: Repeat;
  /**
   * Begins only once the journal says so, as what is `unsafe` always does: should its process die, it is known that it may have
   * been done. Costs a commit.
   */
  noted?: boolean;
  /** Milliseconds for one try, where that is less than the node's own time-out. */
  timeoutMs?: number;
  /**
   * What it comes to when its last try failed, or undefined where that is to be thrown. It is remembered like a success: what
   * failed is not done again after a crash.
   * @param ms milliseconds that the last try took
   */
  failed?: (error: { code: string; message: string }, ms: number) => T | undefined;
}

/** The outside world of a `steps` node: everything goes through `step`, which remembers each success. */
export interface StepsContext extends PureContext {
  /** `name` need not be unique: the n-th call of a name is `<node>/<name>#<n>`. A step inside a step is refused. */
  step<T extends Json>(name: string, fn: (ctx: StepContext) => Promise<T>, options?: StepOptions<T>): Promise<T>;
  /** Nodes that the definition says it runs (`usesNodes`). */
  nodes: StepNodes;
}

export interface StepNodes {
  definition(type: string): AnyDefinition | undefined;
  /**
   * Runs one within a sub-step, with that sub-step's outside. No `{{ }}` in its config is evaluated any more.
   * @throws NodeError as the node does, `invalid_config` where the config does not parse
   */
  run(ctx: StepContext, node: { type: string; version: number; config: JsonObject; input: Json }): Promise<Json>;
}
