import { route } from "#lib/api/route.ts";
import { answerCompletion } from "#lib/front/openai/answer-completion.ts";
import { createCompletion } from "#lib/front/openai/contracts.ts";
import { openAiErrorResponse } from "#lib/front/openai/openai-error.ts";

export const POST = route(createCompletion, (call) => answerCompletion(call), openAiErrorResponse);
