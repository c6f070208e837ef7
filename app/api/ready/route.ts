import { readyAnswer } from "#lib/front/health.ts";
import { webResponse } from "#lib/front/web-door.ts";
import { host } from "#lib/host/host.ts";

export const dynamic = "force-dynamic";
export const GET = async () => webResponse(await readyAnswer(host()));
