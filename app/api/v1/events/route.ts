import { streamRoute } from "#lib/front/web-events.ts";

export const GET = streamRoute;
