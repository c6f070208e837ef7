import { defineStep } from "../define.ts";
import { convertByMode } from "../format-nodes.ts";
import { definition } from "./definition.ts";

const kind = { mediaType: "application/yaml", extension: "yaml" };

export default defineStep(definition, async ({ config, ctx }) => convertByMode("yaml", config, {}, kind, ctx));
