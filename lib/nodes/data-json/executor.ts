import { defineStep } from "../define.ts";
import { convertByMode } from "../format-nodes.ts";
import { definition } from "./definition.ts";

const kind = { mediaType: "application/json", extension: "json" };

export default defineStep(definition, async ({ config, ctx }) => {
  const { lines, indent } = config;
  return convertByMode("json", config, { lines, indent }, kind, ctx);
});
