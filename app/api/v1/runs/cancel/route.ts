import { cancelRuns } from "#lib/api/contracts/runs.ts";
import { route } from "#lib/api/route.ts";
import { cancelMany } from "#lib/runs/cancel-many.ts";

export const POST = route(cancelRuns, async (call) => ({ body: await cancelMany(call) }));
