import { definePure } from "../define.ts";
import { digest, textOf, written } from "../digest.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ config }) => ({
  port: "out",
  output: { hash: written(digest(config.algorithm, textOf(config.value)), config.encoding) },
}));
