import { definePure } from "../define.ts";
import { definition } from "./definition.ts";

/** The doors give the message in the form that this promises (lib/chat/chat-input.ts). */
export default definePure(definition, ({ input }) => ({ port: "out", output: input }));
