import "server-only";
import { AppError } from "../../errors.ts";
import { newId } from "../../ids.ts";
import { openAiErrorResponse } from "./openai-error.ts";

/** Programs get an error in the form that they read, not the page that people get at a wrong address. */
export async function answerUnknown(): Promise<Response> {
  const message = "There is nothing at this address. Heddle has /chat/completions and /models.";
  return openAiErrorResponse(new AppError("not_found", 404, message), newId("req"));
}
