import { rerunRun } from "#lib/api/contracts/runs.ts";
import { route } from "#lib/api/route.ts";
import { answerRerun } from "#lib/runs/rerun.ts";

export const POST = route(rerunRun, (call) => answerRerun(call));
