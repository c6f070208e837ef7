import { z } from "zod";
import { contract } from "../contract.ts";

export const getOpenApi = contract({
  name: "getOpenApi",
  method: "GET",
  path: "/openapi.json",
  summary: "This description of the interface, OpenAPI 3.1",
  tag: "Description",
  permission: "public",
  status: 200,
  result: z.record(z.string(), z.unknown()),
});
