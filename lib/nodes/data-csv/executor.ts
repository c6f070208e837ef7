import { defineStep } from "../define.ts";
import { convertByMode } from "../format-nodes.ts";
import { definition } from "./definition.ts";

const kind = { mediaType: "text/csv", extension: "csv" };

export default defineStep(definition, async ({ config, ctx }) => {
  const { delimiter, header, types, trim, ragged, columns, formulas } = config;
  return convertByMode("csv", config, { delimiter, header, types, trim, ragged, columns, formulas }, kind, ctx);
});
