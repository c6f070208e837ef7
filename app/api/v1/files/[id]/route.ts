import { getFile } from "#lib/api/contracts/files.ts";
import { route } from "#lib/api/route.ts";
import { fileResponse } from "#lib/files/file-response.ts";

export const GET = route(getFile, ({ host, caller, params }) =>
  fileResponse(host.files, caller.workspaceId, params.id),
);
