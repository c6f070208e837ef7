import { definePure } from "../define.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ config }) => ({ port: "out", output: { text: config.template } }));
