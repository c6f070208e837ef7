import type { Json } from "#lib/engine/json.ts";
import type { NodeView, RunView } from "#lib/engine/run-view.ts";
import { isSubStep, lostTries } from "#lib/engine/run-view-node.ts";
import { asModelTurn, asToolOutcome, type ModelTurn, type ToolOutcome } from "#lib/nodes/ai-agent/step-values.ts";
import type { CardStatus } from "./node-status.ts";

/** Something that a node did, or is doing, in a step of its own. */
export interface NodeCall {
  path: string;
  /** As the step is called: `model`, or a tool's name. */
  name: string;
  number: number;
  kind: "turn" | "summary" | "tool" | "memory" | "other";
  record: NodeView;
  status: CardStatus;
  /** Set once it came to its end. */
  turn: ModelTurn | null;
  outcome: ToolOutcome | null;
  output: Json | undefined;
  /** How often it was under way when its server stopped. */
  lost: number;
  /** Dollars that may have been paid besides; null where that is not known. */
  lostCost: number | null;
}

const kinds: Readonly<Record<string, NodeCall["kind"]>> = {
  model: "turn",
  summary: "summary",
  recall: "memory",
  remember: "memory",
};

/** What a node run did in steps of its own, in the order in which it began. */
export function callsOf(view: RunView, path: string, isAgent: boolean): NodeCall[] {
  const prefix = `${path}/`;
  const own = [...view.nodes.values()].filter((node) => node.path.startsWith(prefix) && isSubStep(node.path));
  if (own.length === 0) return [];
  const outputs = new Map(view.steps.map((step) => [step.path, step.output]));
  return (
    own
      .filter((node) => !node.path.includes("/", prefix.length))
      // Those that began together stay in the order in which the journal has them.
      .sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
      .map((record) => callOf(record, record.path.slice(prefix.length), outputs.get(record.path), isAgent))
  );
}

function callOf(record: NodeView, own: string, output: Json | undefined, isAgent: boolean): NodeCall {
  const [name = "", number = "1"] = own.split("#");
  const kind = isAgent ? (Object.hasOwn(kinds, name) ? (kinds[name] ?? "tool") : "tool") : "other";
  const isTurn = kind === "turn" || kind === "summary";
  const turn = output !== undefined && isTurn ? asModelTurn(output) : null;
  const outcome = output !== undefined && kind === "tool" ? asToolOutcome(output, { id: "", name, input: null }) : null;
  const lost = lostTries(record);
  const cost = turn?.cost ?? outcome?.cost ?? null;
  return {
    path: record.path,
    name,
    number: Number(number),
    kind,
    record,
    status: outcome?.failed ? "failed" : record.status,
    turn,
    outcome,
    output,
    lost,
    lostCost: cost === null ? null : cost * lost,
  };
}

/** Calls that a card has a row for: tools, and the model while it is asked. */
export function rowsOf(calls: readonly NodeCall[]): NodeCall[] {
  return calls.filter(
    ({ kind, status }) =>
      kind === "tool" || ((kind === "turn" || kind === "summary") && status !== "done" && status !== "cancelled"),
  );
}
