import { answerUnknown } from "#lib/front/openai/unknown-route.ts";

export { answerUnknown as DELETE, answerUnknown as GET, answerUnknown as POST };
