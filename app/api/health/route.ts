import { healthAnswer } from "#lib/front/health.ts";
import { webResponse } from "#lib/front/web-door.ts";

export const GET = () => webResponse(healthAnswer());
