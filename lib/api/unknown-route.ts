import "server-only";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { problemResponse } from "./problem.ts";

/** Programs get a problem document, not the page that people get at a wrong address. */
export async function answerUnknown(): Promise<Response> {
  const message = "There is nothing at this address. /api/v1/openapi.json lists what there is.";
  return problemResponse(new AppError("not_found", 404, message), newId("req"));
}
