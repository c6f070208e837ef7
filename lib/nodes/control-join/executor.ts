import { definePure } from "../define.ts";
import { definition } from "./definition.ts";

// The engine decides when a join runs (rule E4) and hands it `{ key: output }` of the branches that counted.
export default definePure(definition, ({ input }) => ({ port: "out", output: input }));
