import "server-only";
import type { Host } from "../host/create-host.ts";
import { host } from "../host/host.ts";
import type { DoorRequest, DoorResponse } from "./door.ts";
import { webRequest, webResponse } from "./web-door.ts";

/** A route handler that answers as the front does, for processes without it. @param prefix what stands before its paths */
export function routeDoor(
  prefix: string,
  answer: (host: Host, request: DoorRequest) => Promise<DoorResponse>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    return webResponse(await answer(host(), webRequest(request, pathname.slice(prefix.length), search.slice(1))));
  };
}
