import type { ModelToolCall } from "../../ai/calls.ts";
import { limits } from "../../config/limits.ts";
import { isJsonObject, type JsonObject } from "../../engine/json.ts";
import type { OfferedTool } from "./offered-tools.ts";
import type { ToolOutcome } from "./step-values.ts";

/** A use of a tool that the model wants: what is to be done for it, or why it is refused. */
export type Wish = ({ call: ModelToolCall; because: null } & Grant) | Refusal;
export type Refusal = { call: ModelToolCall; because: string };
interface Grant {
  tool: OfferedTool;
  input: JsonObject;
}

/**
 * What of a turn's wishes is done. The tools are those of the config, whatever the model wrote: nothing that it was given to
 * read adds one.
 */
export function judgeWishes(
  calls: readonly ModelToolCall[],
  tools: ReadonlyMap<string, OfferedTool>,
  { done }: { done: readonly ToolOutcome[] },
): Wish[] {
  let room = limits.agentCalls - done.length;
  const seen = new Map<string, number>();
  for (const { name, input } of done) count(seen, JSON.stringify([name, input]));
  return calls.map((call, at): Wish => {
    const same = count(seen, JSON.stringify([call.name, call.input]));
    const judged = judge(call, at, tools, { same, room });
    if (typeof judged === "string") return { call, because: judged };
    room -= 1;
    return { call, because: null, ...judged };
  });
}

/** A text says why not. */
function judge(
  call: ModelToolCall,
  at: number,
  tools: ReadonlyMap<string, OfferedTool>,
  { same, room }: { same: number; room: number },
): Grant | string {
  const tool = tools.get(call.name);
  if (!tool) {
    const names = [...tools.keys()].join(", ");
    return `there is no tool ${call.name.slice(0, 64)}. ${names === "" ? "There are none." : `There are: ${names}.`}`;
  }
  if (call.problem !== undefined) return `${call.problem}. Give a JSON object.`;
  if (!isJsonObject(call.input)) return "its input is no JSON object.";
  const complaint = tool.complaintAbout(call.input);
  if (complaint !== null) return `its input does not fit: ${complaint}.`;
  if (at >= limits.agentCallsPerTurn)
    return `${limits.agentCallsPerTurn} tools can be used in one turn. Ask again for the rest.`;
  if (room <= 0) return `tools were used ${limits.agentCalls} times, which is all there is. Answer with what you have.`;
  if (same > limits.agentSameCalls)
    return `it was used ${limits.agentSameCalls} times with this very input. Do something else, or answer.`;
  return { tool, input: call.input };
}

function count(seen: Map<string, number>, key: string): number {
  const times = (seen.get(key) ?? 0) + 1;
  seen.set(key, times);
  return times;
}
