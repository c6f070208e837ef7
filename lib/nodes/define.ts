import type { z } from "zod";
import type { ModelKind } from "../ai/known-models.ts";
import type { Effect, Repeat } from "../engine/graph.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import type { PureContext, PureNodeContext, StepContext, StepsContext } from "./step-context.ts";

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
  defaults: z.input<C> & JsonObject;
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
  // Of which type its config is, only the node knows: whoever runs it parses the config by its definition.
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
