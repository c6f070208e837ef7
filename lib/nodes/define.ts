import type { z } from "zod";
import type { StepAi } from "../ai/calls.ts";
import type { ModelKind } from "../ai/known-models.ts";
import type { Effect, Repeat } from "../engine/graph.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import type { FileReference } from "../files/file-reference.ts";
import type { Conversion } from "../formats/protocol.ts";
import type { StepMemory } from "../memory/step-memory.ts";
import type { AddedDocument, AddedText, Found, KnowledgeDocument, Search } from "../rag/step-types.ts";

export type NodeCategory = "trigger" | "control" | "data" | "code" | "network" | "ai" | "knowledge" | "messaging";

/** The control a config key is edited with. A new kind of widget is the only reason to touch `components/editor/fields`. */
export type Widget =
  | "text"
  | "template"
  | "expression"
  | "code"
  | "json"
  | "select"
  | "multi-select"
  | "number"
  | "switch"
  | "duration"
  | "cron"
  | "key-values"
  | "fields"
  | "cases"
  | "list"
  | "collection"
  | "method-url"
  | "body"
  | "credential"
  | "model"
  | "models"
  | "knowledge-base"
  | "tools"
  | "memory"
  | "webhook-auth";

export interface FieldSpec {
  widget: Widget;
  label: string;
  help?: string;
  placeholder?: string;
  /** Shown only while the config at `key` holds one of `in`. */
  showWhen?: { key: string; in: readonly Json[] };
  options?: readonly { value: string; label: string }[];
  /** Only for `collection`: what each of its things has. */
  items?: Readonly<Record<string, ItemSpec>>;
  /** Only for `collection`: what one thing is called, "value". */
  itemName?: string;
  /** Only for `credential`: kinds that fit. */
  credentialTypes?: readonly string[];
  /** Only for `model` and `models`: which ones are suggested. */
  models?: ModelKind;
  /** Only for `credential`, `model` and `knowledge-base`: the node does nothing without one. Compile warns where none is chosen. */
  required?: boolean;
  /** Suffix inside the control, such as `ms`. */
  unit?: string;
  /** Folded away under "More". */
  advanced?: boolean;
  secret?: boolean;
}

/** A setting of one thing in a `collection`. */
export type ItemSpec = FieldSpec & { widget: "text" | "select" | "switch" };

type Schema = z.ZodType;

export interface NodeDefinition<C extends Schema = Schema> {
  /** `area.name`; never changes. */
  type: string;
  /** Bumped with any change of shape or meaning. */
  version: number;
  /** What it is called in the palette, in plain words. */
  title: string;
  /** One sentence for the palette, for people who do not program. */
  summary: string;
  category: NodeCategory;
  /** Words people search for that are not in the title. */
  keywords?: readonly string[];
  effect: Effect;
  /**
   * Only where the effect is `step`: configs (as written) under which the node does its work in sub-steps instead, with
   * the second function of its executor.
   */
  stepsWhen?: (config: JsonObject) => boolean;
  /** Only for effects. A function when it depends on the config (as written, `{{ }}` not evaluated). */
  repeat?: Repeat | ((config: JsonObject) => Repeat);
  /** Input ports; none for triggers. */
  inputs: readonly string[];
  /** Output ports; a function when they depend on the config. `error` is added by the policy, never listed. */
  ports: readonly string[] | ((config: JsonObject) => readonly string[]);
  /** Names of ports as people read them. */
  portTitles?: Readonly<Record<string, string>>;
  config: C;
  /** A config that parses, for a node just added. */
  defaults: z.input<C>;
  fields: Readonly<Record<string, FieldSpec>>;
  /**
   * Only pure nodes: settings whose expressions see `item` and `index`. They reach the executor as they are written, and
   * it evaluates them with `ctx.perItem`.
   */
  perItem?: readonly string[];
  /** Shape of the output as far as it is known before anything has run. */
  output?: Schema | ((config: JsonObject) => Schema);
  /** The one setting that matters, for the card's second line; "" when nothing is set. */
  describe?: (config: JsonObject) => string;
  /** What its card lists below, by name and by the type of node that its icon is: an agent's tools. */
  parts?: (config: JsonObject) => readonly { name: string; type: string }[];
  /** Older shape → current shape, one step (`version` is that of the given config). */
  migrate?: (config: JsonObject, version: number) => JsonObject;
  /** Only triggers: which door fires it. */
  trigger?: "manual" | "webhook" | "schedule" | "chat";
  /** Nodes that it runs itself, within its own sub-steps: an agent's tools. Compile checks them, and their code is loaded with its own. */
  usesNodes?: (config: JsonObject) => readonly UsedNode[];
  /** Settings, or parts of them, that are read before anything has run: dotted paths, `*` for each one of a list. */
  fixedFields?: readonly string[];
  /** Only `control.join`: the engine treats it by rule E4. */
  join?: boolean;
  /** Only containers: nodes may stand inside, and the engine runs them by rule E13. */
  container?: "for-each" | "while";
  /** Only `control.break`: ends the innermost container (E13). */
  breaks?: boolean;
}

/** A node that another one runs, as that one's config says it. */
export interface UsedNode {
  type: string;
  version: number;
  /** Settings made by the author. */
  config: JsonObject;
  /** Settings that are only known when it is run. */
  filled: readonly string[];
  /** Dotted path of it in the config of the node that runs it. */
  field: string;
}

/** Identity with inference: keeps the config's own type. */
export function defineNode<C extends Schema>(definition: NodeDefinition<C>): NodeDefinition<C> {
  return definition;
}

export type AnyDefinition = NodeDefinition<Schema>;

/** The catalogue as the kernel sees it. */
export interface Catalogue {
  get(type: string): AnyDefinition | undefined;
  all(): readonly AnyDefinition[];
}

export type NodeErrorCode =
  | "network"
  | "timeout"
  | "rate_limited"
  | "auth"
  | "not_found"
  | "invalid_input"
  | "invalid_config"
  | "null_member"
  | "quota"
  | "upstream"
  | "output_too_large"
  | "worker_lost"
  | "cancelled"
  | "internal";

/** The only error an executor throws on purpose. `message` tells a person what to do; `details` holds no secret. */
export class NodeError extends Error {
  readonly code: NodeErrorCode;
  readonly retry: "never" | "default" | { afterMs: number };
  readonly details: Json | undefined;
  constructor(
    code: NodeErrorCode,
    message: string,
    more: { retry?: "never" | "default" | { afterMs: number }; details?: Json; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "NodeError";
    this.code = code;
    this.retry = more.retry ?? "default";
    this.details = more.details;
  }
}

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

export interface ExecutorResult {
  /** Output port; several when a node opens more than one (`switch` with `mode: "all"`). */
  port: string | readonly string[];
  output: Json;
  /** The values a decision was made from. */
  read?: JsonObject;
}

interface Call<C extends Schema, X> {
  config: z.output<C>;
  input: Json;
  ctx: X;
}

export type PureExecutor<C extends Schema = Schema> = (call: Call<C, PureNodeContext>) => ExecutorResult;
export type StepExecutor<C extends Schema = Schema> = (call: Call<C, StepContext>) => Promise<ExecutorResult>;
export type StepsExecutor<C extends Schema = Schema> = (call: Call<C, StepsContext>) => Promise<ExecutorResult>;
/** A wait asks the world once and settles when it is answered or its time has come. Both halves are pure. */
export interface WaitExecutor<C extends Schema = Schema> {
  /** `until`: milliseconds since the epoch. */
  ask(call: Call<C, PureContext>): { until: number };
  settle(call: Call<C, PureContext> & { askedAt: number; until: number }): ExecutorResult;
}

export type Executor =
  | { definition: AnyDefinition; effect: "pure"; run: PureExecutor }
  | { definition: AnyDefinition; effect: "step"; run: StepExecutor; runSteps?: StepsExecutor }
  | { definition: AnyDefinition; effect: "steps"; run: StepsExecutor }
  | { definition: AnyDefinition; effect: "wait"; run: WaitExecutor }
  /** The engine itself runs what stands inside. */
  | { definition: AnyDefinition; effect: "container" };

type ExecutorOf<E extends Exclude<Effect, "container">, C extends Schema> = E extends "pure"
  ? PureExecutor<C>
  : E extends "step"
    ? StepExecutor<C>
    : E extends "steps"
      ? StepsExecutor<C>
      : WaitExecutor<C>;

export function definePure<C extends Schema>(definition: NodeDefinition<C>, run: ExecutorOf<"pure", C>): Executor {
  return { definition, effect: "pure", run: run as PureExecutor };
}
/** @param runSteps what it does where the definition's `stepsWhen` says so */
export function defineStep<C extends Schema>(
  definition: NodeDefinition<C>,
  run: ExecutorOf<"step", C>,
  runSteps?: ExecutorOf<"steps", C>,
): Executor {
  return {
    definition,
    effect: "step",
    run: run as StepExecutor,
    ...(runSteps && { runSteps: runSteps as StepsExecutor }),
  };
}
/** What a node does in sub-steps; undefined when it has none. */
export function subStepsOf(executor: Executor): StepsExecutor | undefined {
  if (executor.effect === "steps") return executor.run;
  return executor.effect === "step" ? executor.runSteps : undefined;
}
export function defineSteps<C extends Schema>(definition: NodeDefinition<C>, run: ExecutorOf<"steps", C>): Executor {
  return { definition, effect: "steps", run: run as StepsExecutor };
}
export function defineWait<C extends Schema>(definition: NodeDefinition<C>, run: ExecutorOf<"wait", C>): Executor {
  return { definition, effect: "wait", run: run as WaitExecutor };
}
export function defineContainer(definition: AnyDefinition): Executor {
  return { definition, effect: "container" };
}
