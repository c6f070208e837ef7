import { definePure } from "../define.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ input }) => ({ port: "out", output: input }));
