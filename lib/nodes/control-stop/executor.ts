import { definePure } from "../define.ts";
import { definition } from "./definition.ts";

/** The one error whose code its author chooses. */
class Stopped extends Error {
  readonly code: string;
  readonly retry = "never";

  constructor(code: string, message: string) {
    super(message);
    this.name = "Stopped";
    this.code = code;
  }
}

export default definePure(definition, ({ config: { code, message } }) => {
  throw new Stopped(code, message.trim() === "" ? "The workflow was stopped here." : message);
});
