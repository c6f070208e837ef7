import { z } from "zod";
import { contract } from "../contract.ts";
import { idSchema } from "../schemas.ts";

export const getFile = contract({
  name: "getFile",
  method: "GET",
  path: "/files/:id",
  summary: "The content of a file that a run or a webhook stored",
  tag: "Files",
  permission: "runs:read",
  params: z.object({ id: idSchema("fil") }),
  status: 200,
  problems: ["file_not_found"],
  mediaType: "application/octet-stream",
});
